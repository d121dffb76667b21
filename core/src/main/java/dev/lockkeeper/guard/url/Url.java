package dev.lockkeeper.guard.url;

/**
 * A URL that all parsers read alike.
 *
 * @param scheme in lower case
 * @param port as written, or that of the scheme
 * @param rest path, query and fragment, as they are written
 */
record Url(Scheme scheme, Host host, int port, String rest) implements UrlReading {}
