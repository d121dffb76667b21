package dev.lockkeeper.secret;

import java.util.List;

/** The secret half of an AWS key has no form but 40 characters; it is told by the other half near it, or by its name. */
final class AwsSecrets {

    private static final int NEAR = 256;
    private static final int LENGTH = 40;

    private AwsSecrets() {}

    /** Adds the secret keys near the key ids among the hits. */
    static void add(String text, List<Hit> hits) {
        for (Hit id : List.copyOf(hits)) {
            if (id.kind() == Kind.AWS_ACCESS_KEY) {
                find(text, Math.max(0, id.start() - NEAR), id.start(), hits);
                find(text, id.end(), Math.min(text.length(), id.end() + NEAR), hits);
            }
        }
    }

    private static void find(String text, int from, int to, List<Hit> hits) {
        int at = from;
        while (at < to) {
            int end = Chars.BASE64.end(text, at, NEAR);
            if (end - at == LENGTH && (at == 0 || !Chars.BASE64.has(text.charAt(at - 1))) && isSecret(text, at, end)) {
                hits.add(new Hit(Kind.AWS_SECRET_KEY, at, end, Confidence.FORMED));
            }
            at = end + 1;
        }
    }

    /** Whether these are 40 characters of base 64 and not of hexadecimal. */
    static boolean isSecret(String text, int from, int to) {
        boolean capital = false;
        boolean small = false;
        boolean digit = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            capital |= c >= 'A' && c <= 'Z';
            small |= c >= 'g' && c <= 'z';
            digit |= c >= '0' && c <= '9';
        }
        return to - from == LENGTH
                && Chars.BASE64.end(text, from, LENGTH) == to
                && capital
                && small
                && digit
                && Randomness.isRandom(text, from, to)
                && !Examples.inToken(text, from, to);
    }
}
