package dev.lockkeeper.guard.shell;

/** What a shell makes of an unquoted character, here or in a shell that is near to POSIX. */
enum Meaning {
    /** Stands for itself everywhere. */
    PLAIN,
    BLANK,
    BACKSLASH,
    APOSTROPHE,
    QUOTE,
    SUBSTITUTION,
    REDIRECTION,
    OPERATOR,
    EXPANSION,
    /** Itself after a name, as in {@code HEAD~2}; elsewhere somebody's home. */
    TILDE,
    /** Itself, except in the first word, where it changes the last command of the history. */
    CARET,
    /** Itself, except at the beginning of a word, where zsh expands it. */
    EQUALS,
    /** Itself, but what is percent-encoded is not what it says. */
    PERCENT,
    COMMENT,
    CONTROL,
    BEYOND_ASCII;

    private static final Meaning[] OF_ASCII = new Meaning[128];

    static {
        for (char c = 0; c < OF_ASCII.length; c++) {
            OF_ASCII[c] = c < ' ' || c == 0x7f ? CONTROL : PLAIN;
        }
        all(" ", BLANK);
        all("\\", BACKSLASH);
        all("'", APOSTROPHE);
        all("\"", QUOTE);
        all("$`", SUBSTITUTION);
        all("<>", REDIRECTION);
        all("|&;()\n", OPERATOR);
        all("*?[]{}!", EXPANSION);
        all("~", TILDE);
        all("^", CARET);
        all("=", EQUALS);
        all("%", PERCENT);
        all("#", COMMENT);
    }

    private static void all(String characters, Meaning meaning) {
        for (int i = 0; i < characters.length(); i++) {
            OF_ASCII[characters.charAt(i)] = meaning;
        }
    }

    static Meaning of(char c) {
        return c < OF_ASCII.length ? OF_ASCII[c] : BEYOND_ASCII;
    }
}
