package dev.lockkeeper.secret;

import org.jspecify.annotations.Nullable;

/** Private keys in their armour: PEM (RFC 7468), OpenSSH, PGP (RFC 9580), SSH.COM, PuTTY, age. */
final class KeyBlocks {

    private static final int LABEL = 60;
    private static final int LEAST = 40;
    private static final int LONGEST_WORD = 24;
    private static final int HEADERS = 1_024;
    private static final Chars BODY = Chars.BASE64.with("=");

    private KeyBlocks() {}

    /** A block that begins with {@code BEGIN}, dashes before it, and says that it holds a private key. */
    static @Nullable Hit armoured(String text, int start, int end) {
        int close = text.indexOf("--", end, Math.min(text.length(), end + LABEL));
        if (close < 0 || !text.substring(end, close).contains("PRIVATE KEY")) {
            return null;
        }
        int from = start;
        while (from > 0 && start - from < 5 && text.charAt(from - 1) == '-') {
            from--;
        }
        int body = close;
        while (body < text.length() && text.charAt(body) == '-') {
            body++;
        }
        int to = end(text, body);
        // From the first dash, so that nothing of the block is left; but a label without a key is no key.
        return to < 0 ? null : new Hit(kind(text, from), from, to, Confidence.CHECKED);
    }

    // The end of the block, or of the body where the block is cut; -1 where too little of a body is there.
    private static int end(String text, int from) {
        int held = 0;
        int run = 0;
        int longest = 0;
        int at = headers(text, from);
        int last = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && "nrt".indexOf(text.charAt(at + 1)) >= 0) {
                at += 2;
                run = 0;
            } else if (BODY.has(c)) {
                held++;
                at++;
                last = at;
                longest = Math.max(longest, ++run);
            } else if (Character.isWhitespace(c) || c == '\\' || c == '"' || c == '\'' || c == ',' || c == '>') {
                // Also in a list of lines, a string of several lines, a quotation.
                at++;
                run = 0;
            } else {
                break;
            }
        }
        // Words after a mere mention of such a block are short.
        if (held < LEAST || longest < LONGEST_WORD || Randomness.bits(text, Math.max(from, last - 400), last) < 4) {
            return -1;
        }
        if (text.startsWith("-----END ", at) || text.startsWith("---- END ", at)) {
            int close = text.indexOf("----", at + 9, Math.min(text.length(), at + 9 + LABEL));
            for (last = close < 0 ? at : close; last < text.length() && text.charAt(last) == '-'; last++) {}
        }
        return last;
    }

    // Proc-Type, DEK-Info, Version, Comment: lines with a colon before the body.
    private static int headers(String text, int from) {
        int at = from;
        int limit = Math.min(text.length(), from + HEADERS);
        for (int i = from, colon = -1; i < limit; i++) {
            char c = text.charAt(i);
            boolean broken = c == '\n' || c == '\\' && i + 1 < limit && text.charAt(i + 1) == 'n';
            if (c == ':') {
                colon = i;
            } else if (broken && colon >= at) {
                at = c == '\n' ? i + 1 : i + 2;
            } else if (broken && i > at + 1) {
                break;
            }
        }
        return at;
    }

    private static Kind kind(String text, int start) {
        String before = text.substring(Math.max(0, start - 600), start);
        return before.contains("service_account") && before.contains("private_key")
                ? Kind.GCP_SERVICE_ACCOUNT
                : Kind.PRIVATE_KEY;
    }

    /** The private lines of a PuTTY key file: their number, then base 64. */
    static @Nullable Hit putty(String text, int start, int end) {
        int number = Chars.DIGITS.end(text, end, 3);
        if (number == end) {
            return null;
        }
        int from = number;
        while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        from += text.startsWith("\\n", from) ? 2 : 0;
        int line = BODY.end(text, from, 80);
        int to = line;
        while (to < text.length() && (BODY.has(text.charAt(to)) || Character.isWhitespace(text.charAt(to)))) {
            to++;
        }
        boolean key = line - from >= LEAST && Randomness.isRandom(text, from, line);
        return key ? new Hit(Kind.PRIVATE_KEY, from, to, Confidence.FORMED) : null;
    }
}
