package dev.lockkeeper.secret;

import org.jspecify.annotations.Nullable;

/**
 * A token that begins with the letters of its issuer.
 *
 * @param prefix as it is written; the literal by which the token is found
 * @param body the characters after it
 * @param least the fewest of them
 * @param most the most of them
 * @param check how much a body of fitting characters proves
 */
record TokenForm(Kind kind, String prefix, Chars body, int least, int most, Check check) implements Form {

    /** Looks at a body. */
    @FunctionalInterface
    interface Check {

        /** What the body proves, or null where it is none. */
        @Nullable Confidence of(String text, int from, int to);
    }

    static final Check RANDOM = (text, from, to) ->
            Randomness.isRandom(text, from, to) && !Examples.inToken(text, from, to) ? Confidence.FORMED : null;

    /** With a checksum that older or imitated tokens lack. */
    static final Check CRC =
            (text, from, to) -> Checksums.crc(text, from, to) ? Confidence.CHECKED : RANDOM.of(text, from, to);

    static final Check ACCOUNT = (text, from, to) ->
            Checksums.awsAccount(text, from) && !Examples.inToken(text, from, to) && Randomness.bits(text, from, to) > 2
                    ? Confidence.CHECKED
                    : null;

    /** A random body among several parts. */
    static TokenForm of(Kind kind, String prefix, Chars body, int least, int most) {
        return new TokenForm(kind, prefix, body, least, most, RANDOM);
    }

    @Override
    public @Nullable Hit at(String text, int start, int end) {
        // Found without regard to case, but written in one way only.
        if (!text.startsWith(prefix, start) || !Boundary.before(text, start)) {
            return null;
        }
        int to = body.end(text, end, most + 1);
        // The full stop or dash of a sentence is no part of a token, but padding is.
        while (to > end && !Chars.BASE62.has(text.charAt(to - 1)) && text.charAt(to - 1) != '=') {
            to--;
        }
        if (to - end < least || to - end > most || !Boundary.after(text, to)) {
            return null;
        }
        Confidence confidence = check.of(text, end, to);
        // What is written before an equals sign is a name.
        return confidence == null ? null : new Hit(kind, prefix.endsWith("=") ? end : start, to, confidence);
    }
}
