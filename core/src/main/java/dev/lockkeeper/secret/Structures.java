package dev.lockkeeper.secret;

import org.jspecify.annotations.Nullable;

/** Tokens that have no prefix but a structure of their own. */
final class Structures {

    private static final int LONGEST_TOKEN = 16_384;
    private static final int NEAR = 300;

    private Structures() {}

    /** A JSON web token (RFC 7519): a header with an algorithm, a payload that is an object, a signature. */
    static @Nullable Hit jwt(String text, int start, int end) {
        if (!text.startsWith("eyJ", start) || !Boundary.before(text, start)) {
            return null;
        }
        int header = Chars.BASE64URL.end(text, end, 1_024);
        if (header == text.length() || text.charAt(header) != '.') {
            return null;
        }
        int payload = Chars.BASE64URL.end(text, header + 1, LONGEST_TOKEN);
        if (payload == text.length() || text.charAt(payload) != '.') {
            return null;
        }
        int to = Chars.BASE64URL.end(text, payload + 1, LONGEST_TOKEN);
        String head = Decoding.latin(text, start, header);
        String claims = Decoding.latin(text, header + 1, payload);
        boolean token = head != null
                && head.contains("\"alg\"")
                && claims != null
                && (claims.startsWith("{") || head.contains("\"enc\""))
                && !isExample(claims)
                && !text.startsWith("..", to)
                && (to == payload + 1 || Randomness.isRandom(text, payload + 1, to));
        return token ? new Hit(Kind.JWT, start, to, Confidence.CHECKED) : null;
    }

    // The token of the manuals is for John Doe, number 1234567890.
    private static boolean isExample(String claims) {
        return claims.contains("\"1234567890\"") || claims.contains("John Doe");
    }

    /** A Telegram bot's token: the bot's number, a colon, and 35 characters of which the first are {@code AA}. */
    static @Nullable Hit telegram(String text, int start, int end) {
        int from = Chars.DIGITS.start(text, start, 11);
        int to = Chars.BASE64URL.end(text, start + 1, 36);
        return start - from >= 8
                        && start - from <= 10
                        && to - start == 36
                        && text.startsWith(":AA", start)
                        && Boundary.before(text, from)
                        && TokenForm.RANDOM.of(text, start + 1, to) != null
                ? new Hit(Kind.TELEGRAM_TOKEN, from, to, Confidence.FORMED)
                : null;
    }

    /** A Discord bot's token: its number in base 64, a time, and a signature, with dots between. */
    static @Nullable Hit discord(String text, int start, int end) {
        int second = Chars.BASE64URL.end(text, end, 8);
        if (second - end < 6 || second - end > 7 || second == text.length() || text.charAt(second) != '.') {
            return null;
        }
        int from = Chars.BASE64URL.start(text, start, 30);
        int to = Chars.BASE64URL.end(text, second + 1, 44);
        if (start - from < 22
                || start - from > 28
                || to - second < 28
                || to - second > 40
                || !Boundary.before(text, from)) {
            return null;
        }
        String number = Decoding.printable(text, from, start);
        return number != null
                        && Chars.DIGITS.end(number, 0, 32) == number.length()
                        && Randomness.isRandom(text, second + 1, to)
                ? new Hit(Kind.DISCORD_TOKEN, from, to, Confidence.CHECKED)
                : null;
    }

    /** The signature of a shared access signature: {@code sig=} in a query that says from when and until when it holds. */
    static @Nullable Hit azureSignature(String text, int start, int end) {
        int to = Chars.BASE64.with("%=-_").end(text, end, 120);
        if (to - end < 40 || !Randomness.isRandom(text, end, to)) {
            return null;
        }
        String around = text.substring(Math.max(0, start - NEAR), Math.min(text.length(), to + NEAR));
        boolean grant = around.contains("se=") && (around.contains("sv=") || around.contains("skn="));
        return grant ? new Hit(Kind.AZURE_KEY, end, to, Confidence.FORMED) : null;
    }

    /** The secret of an Entra application: three characters, a digit, {@code Q~}, and 31 to 34 characters. */
    static @Nullable Hit azureSecret(String text, int start, int end) {
        Chars body = Chars.BASE64URL.with(".~");
        int to = body.end(text, end, 36);
        while (to > end && text.charAt(to - 1) == '.') {
            to--;
        }
        int from = start - 4;
        return from >= 0
                        && text.startsWith("Q~", start)
                        && Chars.DIGITS.has(text.charAt(start - 1))
                        && body.start(text, start, 5) == from
                        && to - end >= 31
                        && to - end <= 34
                        && Randomness.isRandom(text, end, to)
                ? new Hit(Kind.AZURE_KEY, from, to, Confidence.FORMED)
                : null;
    }

    /** What follows {@code Bearer} and a blank. */
    static @Nullable Hit bearer(String text, int start, int end) {
        int from = end;
        int to = Chars.BASE64URL.with(".~+/=").end(text, from, LONGEST_TOKEN);
        return Boundary.before(text, start)
                        && to - from >= 20
                        && !Examples.inToken(text, from, to)
                        && Randomness.isGenerated(text, from, to)
                ? new Hit(Kind.BEARER_TOKEN, from, to, Confidence.NAMED)
                : null;
    }

    /** What follows {@code Basic} and a blank, where it is a user's name, a colon and a password in base 64 (RFC 7617). */
    static @Nullable Hit basic(String text, int start, int end) {
        int to = Chars.BASE64URL.with("+/=").end(text, end, 1_024);
        String pair = to - end < 8 || !Boundary.before(text, start) ? null : Decoding.printable(text, end, to);
        int colon = pair == null ? -1 : pair.indexOf(':');
        return pair != null && colon >= 0 && Passwords.isPassword(pair.substring(colon + 1), pair.substring(0, colon))
                ? new Hit(Kind.PASSWORD, end, to, Confidence.CHECKED)
                : null;
    }
}
