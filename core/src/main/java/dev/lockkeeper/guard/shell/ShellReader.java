package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of one POSIX simple command (XCU 2.2 Quoting, 2.3 Token Recognition, 2.9.1), in one pass. What a shell would
 * expand, run, redirect, or take for the end of the command is refused, so that the words here are the words there.
 * Refused are also a few texts that POSIX allows, and which other shells or careless programs read differently: a
 * backslash before a letter or digit, {@code !} outside of apostrophes, {@code #}, {@code %0a}.
 *
 * <p>Used for one text, by one thread.
 */
final class ShellReader {

    private final String text;
    private final int most;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    /** @param most how many words there may be */
    ShellReader(String text, int most) {
        this.text = text;
        this.most = most;
    }

    /** Null where the text is one simple command, which {@link #words} holds then. */
    @Nullable Assessment read() {
        while (at < text.length()) {
            Assessment refused = switch (Meaning.of(text.charAt(at))) {
                case PLAIN -> plain();
                case BLANK -> blank();
                case BACKSLASH -> backslash();
                case APOSTROPHE -> apostrophe();
                case QUOTE -> quote();
                case TILDE -> follows() ? one() : refused(Reason.SHELL_EXPANSION, "would be expanded");
                case CARET -> words.isEmpty() ? refused(Reason.SHELL_EXPANSION, "would be expanded") : one();
                case EQUALS -> inWord ? one() : refused(Reason.SHELL_EXPANSION, "would be expanded");
                case PERCENT ->
                    Characters.encodes(text, at)
                            ? refused(Reason.SHELL_SYNTAX, "begins an encoded character, which is not decoded")
                            : one();
                case BEYOND_ASCII -> beyond();
                case SUBSTITUTION -> refused(Reason.SHELL_SUBSTITUTION, "would be substituted");
                case REDIRECTION -> redirection();
                case OPERATOR -> operator();
                case EXPANSION -> refused(Reason.SHELL_EXPANSION, "would be expanded");
                case COMMENT -> refused(Reason.SHELL_SYNTAX, "may begin a comment");
                case CONTROL -> refused(Reason.SHELL_SYNTAX, "is a control character");
            };
            if (refused != null) {
                return refused;
            }
        }
        return blank();
    }

    List<String> words() {
        return words;
    }

    private @Nullable Assessment plain() {
        int from = at;
        do {
            at++;
        } while (at < text.length() && Meaning.of(text.charAt(at)) == Meaning.PLAIN);
        word.append(text, from, at);
        inWord = true;
        return null;
    }

    private @Nullable Assessment one() {
        word.append(text.charAt(at++));
        inWord = true;
        return null;
    }

    /** Ends a word where there is one. */
    private @Nullable Assessment blank() {
        at++;
        if (!inWord) {
            return null;
        }
        if (words.size() == most) {
            return Refused.tooManyWords(most);
        }
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
        return null;
    }

    private @Nullable Assessment backslash() {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (next < ' ' || next >= 0x7f || Characters.letter(next) || Characters.digit(next)) {
            return refused(Reason.SHELL_SYNTAX, "must stand before a punctuation character or a blank");
        }
        at++;
        return one();
    }

    private @Nullable Assessment apostrophe() {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            return refused(Reason.SHELL_SYNTAX, "has no counterpart");
        }
        int from = at + 1;
        for (at = from; at < end; at += Character.charCount(text.codePointAt(at))) {
            if (!Characters.visible(text.codePointAt(at))) {
                return invisible();
            }
        }
        word.append(text, from, end);
        inWord = true;
        at = end + 1;
        return null;
    }

    private @Nullable Assessment quote() {
        int start = at++;
        inWord = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> {
                    at++;
                    return null;
                }
                case '$', '`' -> {
                    return refused(Reason.SHELL_SUBSTITUTION, "would be substituted");
                }
                case '!' -> {
                    return refused(Reason.SHELL_EXPANSION, "may be expanded from the history");
                }
                case '\\' -> {
                    // XCU 2.2.3: a backslash is itself before anything but these.
                    if (at + 1 < text.length() && "$`\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                        at++;
                    }
                    one();
                }
                default -> {
                    int point = text.codePointAt(at);
                    if (!Characters.visible(point)) {
                        return invisible();
                    }
                    word.appendCodePoint(point);
                    at += Character.charCount(point);
                }
            }
        }
        at = start;
        return refused(Reason.SHELL_SYNTAX, "has no counterpart");
    }

    private @Nullable Assessment beyond() {
        int point = text.codePointAt(at);
        if (!Characters.plain(point)) {
            return invisible();
        }
        word.appendCodePoint(point);
        inWord = true;
        at += Character.charCount(point);
        return null;
    }

    private Assessment redirection() {
        return next() == '('
                ? refused(Reason.SHELL_SUBSTITUTION, "would be substituted")
                : refused(Reason.SHELL_REDIRECTION, "redirects");
    }

    private Assessment operator() {
        return text.charAt(at) == '&' && next() == '>'
                ? refused(Reason.SHELL_REDIRECTION, "redirects")
                : refused(Reason.SHELL_OPERATOR, "ends the command or begins another");
    }

    private int next() {
        return at + 1 < text.length() ? text.charAt(at + 1) : -1;
    }

    /** Whether what stands directly before, unquoted, belongs to a name. */
    private boolean follows() {
        if (at == 0) {
            return false;
        }
        char before = text.charAt(at - 1);
        return Characters.letter(before) || Characters.digit(before) || "@~^".indexOf(before) >= 0;
    }

    private Assessment invisible() {
        return refused(Reason.SHELL_SYNTAX, "is white space, cannot be seen, or must stand in quotes or not at all");
    }

    private Assessment refused(Reason reason, String why) {
        return Refused.at(reason, at, text.codePointAt(at), why);
    }
}
