package dev.lockkeeper.guard.url;

import org.jspecify.annotations.Nullable;

/** The schemes whose host WHATWG parses as a host. Of all others, parsers differ on what the host is. */
enum Scheme {
    HTTPS("https", 443),
    HTTP("http", 80),
    WSS("wss", 443),
    WS("ws", 80),
    FTP("ftp", 21);

    private final String text;
    private final int port;

    Scheme(String text, int port) {
        this.text = text;
        this.port = port;
    }

    private static final Scheme[] ALL = values();

    /** The scheme that the region of a text names, in any case of ASCII; null where it names none of these. */
    static @Nullable Scheme at(String url, int from, int to) {
        for (Scheme scheme : ALL) {
            if (scheme.text.length() == to - from && scheme.isAt(url, from)) {
                return scheme;
            }
        }
        return null;
    }

    // Not regionMatches, which takes the long s for an s.
    private boolean isAt(String url, int from) {
        for (int i = 0; i < text.length(); i++) {
            if ((url.charAt(from + i) | 0x20) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String text() {
        return text;
    }

    /** The port of a URL that names none. */
    int port() {
        return port;
    }
}
