package dev.lockkeeper.secret;

/** A set of ASCII characters. */
final class Chars {

    static final Chars DIGITS = of("0123456789");
    static final Chars HEX = of("0123456789abcdef");
    static final Chars BASE62 = of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    static final Chars BASE64 = BASE62.with("+/");
    static final Chars BASE64URL = BASE62.with("-_");
    static final Chars BASE32 = of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

    private final long low;
    private final long high;

    private Chars(long low, long high) {
        this.low = low;
        this.high = high;
    }

    static Chars of(String members) {
        return new Chars(0, 0).with(members);
    }

    Chars with(String members) {
        long lower = low;
        long upper = high;
        for (int i = 0; i < members.length(); i++) {
            char c = members.charAt(i);
            lower |= c < 64 ? 1L << c : 0;
            upper |= c < 64 ? 0 : 1L << (c - 64);
        }
        return new Chars(lower, upper);
    }

    boolean has(char c) {
        return c < 128 && ((c < 64 ? low : high) >>> (c & 63) & 1) != 0;
    }

    /** Where the run of members that begins at {@code from} ends, {@code most} characters on at the latest. */
    int end(String text, int from, int most) {
        int limit = (int) Math.min(text.length(), (long) from + most);
        int at = from;
        while (at < limit && has(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the run of members that ends at {@code to} begins, {@code most} characters before at the earliest. */
    int start(String text, int to, int most) {
        int limit = Math.max(0, to - most);
        int at = to;
        while (at > limit && has(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
