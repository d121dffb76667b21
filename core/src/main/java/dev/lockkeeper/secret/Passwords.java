package dev.lockkeeper.secret;

/** Judges passwords, which have no form: what stands where a password belongs and is no example. */
final class Passwords {

    private static final int SHORTEST = 4;

    private Passwords() {}

    /** Whether the value is a password, of which its place says that it is one. */
    static boolean isPassword(String value, String user) {
        return value.length() >= SHORTEST
                && !value.equalsIgnoreCase(user)
                && !Examples.isPlaceholder(value)
                && !Examples.isWellKnownPassword(value);
    }

    /**
     * Whether the value is a password although the text around it may be prose, code or a manual: long enough, not one of
     * a program's own names, and neither a word nor a number alone.
     */
    static boolean isPasswordInText(String value) {
        return value.length() >= 8 && !isName(value) && !isCode(value) && isPassword(value, "");
    }

    // Letters only, with the marks that join words: a name, a type, a word; also with numbers, where marks join three.
    private static boolean isName(String value) {
        int digits = 0;
        int letters = 0;
        int marks = 0;
        int joints = 0;
        int capitals = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (Character.isLetter(c)) {
                letters++;
                capitals += Character.isUpperCase(c) ? 1 : 0;
            } else if (c == '_' || c == '-') {
                joints++;
            } else if (c != '.' && c != '/' && c != ':' && c != ',') {
                marks++;
            }
        }
        return letters == 0 || marks == 0 && (digits == 0 || joints > 1 && (capitals == 0 || capitals == letters));
    }

    // A call, an index, a path, a type with parameters.
    private static boolean isCode(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '(' || c == ')' || c == '[' || c == ']' || c == '|' || c == '\\' || c >= 0x80) {
                return true;
            }
        }
        return value.startsWith("/") || value.startsWith("./") || value.contains("://") || value.contains("::");
    }
}
