package dev.lockkeeper.gateway.combined;

import java.util.Optional;

/**
 * The name under which a client of all servers sees a tool or a prompt of one of them. No server's name contains
 * {@code __} or ends in {@code _}, so that no two servers can claim one visible name.
 */
record VisibleName(String server, String name) {

    static final String SEPARATOR = "__";

    /** Taken apart at the first separator; empty where there is none, or nothing on one side of it. */
    static Optional<VisibleName> of(String visible) {
        int at = visible.indexOf(SEPARATOR);
        int rest = at + SEPARATOR.length();
        return at < 1 || rest == visible.length()
                ? Optional.empty()
                : Optional.of(new VisibleName(visible.substring(0, at), visible.substring(rest)));
    }

    /** What the names of a server's tools and prompts begin with. */
    static String prefix(String server) {
        return server + SEPARATOR;
    }

    String text() {
        return prefix(server) + name;
    }
}
