package dev.lockkeeper.guard.url;

/** A port as all parsers read it. */
final class Port {

    static final String WORDS = "After the colon of a host follows a port from 1 to 65535, without leading zeros.";

    private static final int MOST = 65_535;
    private static final int MOST_DIGITS = 5;

    private Port() {}

    static boolean is(int number) {
        return number >= 1 && number <= MOST;
    }

    /** The number of this region of the text; -1 where it is no port. */
    static int of(String text, int from, int to) {
        if (from == to || to - from > MOST_DIGITS || text.charAt(from) == '0') {
            return -1;
        }
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!IpAddress.isDigit(text.charAt(i))) {
                return -1;
            }
            port = port * 10 + text.charAt(i) - '0';
        }
        return port > MOST ? -1 : port;
    }
}
