package dev.lockkeeper.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Secrets by the name before them, in a text: {@code password: x}, {@code "api_key": "x"}, {@code --token=x},
 * {@code <secret>x</secret>}, {@code the password is x}. Since prose, code and manuals are full of such names, the value
 * itself has to look like a secret.
 */
final class Assignments implements Form {

    /** A part of every name that can be secret; by these the places are found. */
    static final List<String> WORDS = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "pwd",
            "pass",
            "secret",
            "token",
            "api key",
            "api_key",
            "apikey",
            "api-key",
            "access key",
            "access_key",
            "accesskey",
            "access-key",
            "secret key",
            "private_key",
            "privatekey",
            "signing_key",
            "signingkey",
            "encryption_key",
            "encryptionkey",
            "master_key",
            "masterkey",
            "account_key",
            "accountkey",
            "sharedaccesskey",
            "session_key",
            "auth_key",
            "credential",
            "creds",
            "authorization",
            "cookie",
            "sessionid",
            "session_id",
            "jwt",
            "auth");

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 512;
    private static final int BLANKS = 8;
    private static final Chars NAME = Chars.BASE62.with("_.-");
    private static final List<String> SCHEMES = List.of("token ", "bot ", "apikey ", "digest ");

    private final NamedValues values;

    Assignments(NamedValues values) {
        this.values = values;
    }

    @Override
    public @Nullable Hit at(String text, int start, int end) {
        int nameEnd = NAME.end(text, end, LONGEST_NAME / 2);
        int from = value(text, start, nameEnd);
        if (from < 0) {
            return null;
        }
        if (text.regionMatches(true, from, "basic ", 0, 6) || text.regionMatches(true, from, "bearer ", 0, 7)) {
            // These have forms of their own.
            return null;
        }
        from = scheme(text, from);
        char operator = operator(text, nameEnd);
        int to = valueEnd(text, from, operator);
        // What goes on with a type's parameters is code, and with dots is cut.
        boolean cut = text.startsWith("..", to) || operator != '>' && text.startsWith("<", to);
        if (to - from < NamedValues.SHORTEST_IN_TEXT || cut || operator == 'i' && !hasDigit(text, from, to)) {
            return null;
        }
        String name = text.substring(NAME.start(text, start, LONGEST_NAME), nameEnd);
        Kind kind = values.inText(name, text.substring(from, to));
        return kind == null ? null : new Hit(kind, from, to, Confidence.NAMED);
    }

    // Where the value begins, its quote skipped, or -1 where the name is not followed by one.
    private static int value(String text, int start, int nameEnd) {
        int at = blanks(text, quotes(text, nameEnd));
        if (at >= text.length()) {
            return -1;
        }
        char c = text.charAt(at);
        int from;
        if (c == '>' && at == nameEnd && text.lastIndexOf('<', start) >= Math.max(0, start - LONGEST_NAME)) {
            return at + 1;
        } else if (c == ':' || c == '=') {
            int next = at + 1;
            boolean two = next < text.length() && (text.charAt(next) == '=' || text.charAt(next) == '>');
            boolean compared = c == '=' && two && text.charAt(next) == '=';
            if (compared || text.startsWith("//", next)) {
                return -1;
            }
            from = quotes(text, blanks(text, quotes(text, two ? next + 1 : next)));
        } else if (text.startsWith("is ", at) || text.startsWith("is:", at)) {
            from = quotes(text, blanks(text, at + 3));
        } else {
            boolean option = at > nameEnd && at == nameEnd + 1 && isOption(text, start);
            from = option ? quotes(text, at) : -1;
        }
        return from;
    }

    // --password x
    private static boolean isOption(String text, int start) {
        return text.startsWith("--", NAME.start(text, start, LONGEST_NAME));
    }

    // Quotes, also escaped ones, and what marks bold text or code.
    private static int quotes(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < 4 && "\"'`*\\".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < BLANKS && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    // After "is" come words more often than secrets.
    private static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Chars.DIGITS.has(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static int scheme(String text, int from) {
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, from, scheme, 0, scheme.length())) {
                return from + scheme.length();
            }
        }
        return from;
    }

    private static char operator(String text, int nameEnd) {
        int at = blanks(text, quotes(text, nameEnd));
        return at < text.length() ? text.charAt(at) : ' ';
    }

    // In quotes until the same quote; after = also until what separates parameters; never beyond the line.
    private static int valueEnd(String text, int from, char operator) {
        char before = from == 0 ? ' ' : text.charAt(from - 1);
        boolean quoted = before == '"' || before == '\'' || before == '`';
        int limit = Math.min(text.length(), from + LONGEST_VALUE);
        int at = from;
        while (at < limit) {
            char c = text.charAt(at);
            boolean escape = c == '\\' && at + 1 < limit && "nrt\"".indexOf(text.charAt(at + 1)) >= 0;
            boolean ends = escape
                    || (quoted
                            ? c == before || c == '\n'
                            : Character.isWhitespace(c)
                                    || c == '"'
                                    || c == '<'
                                    || (operator == '=' || operator == '>')
                                            && (c == '&' || c == ';' || c == ',' || c == '\''));
            if (ends) {
                break;
            }
            at++;
        }
        if (quoted && at > from && text.charAt(at - 1) == '\\') {
            return at - 1;
        }
        while (!quoted && at > from && ".,;:?'`)]}*".indexOf(text.charAt(at - 1)) >= 0) {
            at--;
        }
        return at;
    }
}
