package dev.lockkeeper.guard.schema;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks once over a regular expression before RE2J sees it: bounds what its repetitions would be written out to (RE2J
 * writes {@code (a{1000}){1000}} out to a million instructions), and turns the escapes <code>&#92;uFFFF</code> and
 * <code>&#92;u{FFFF}</code> of ECMA-262 into the form RE2J knows.
 */
final class RegexReader {

    // RE2J gives these a meaning that ECMA-262 does not.
    private static final String FOREIGN_ESCAPES = "QEAzCa";

    private final String text;
    private final long most;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private long size;
    private long atom;

    private RegexReader(String text, int most) {
        this.text = text;
        this.most = most;
    }

    /** @throws PatternSyntaxException when the expression is larger than allowed or means something else to RE2J */
    static String translate(String ecma, int most) {
        var reader = new RegexReader(ecma, most);
        while (reader.at < ecma.length()) {
            reader.next();
        }
        return reader.out.toString();
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '\\' -> {
                escape();
                add(1);
            }
            case '[' -> {
                characterClass();
                add(1);
            }
            case '(' -> {
                copy();
                outer.push(size);
                size = 0;
                atom = 0;
            }
            case ')' -> {
                copy();
                long group = size + 2;
                size = outer.isEmpty() ? size : outer.pop();
                add(group);
            }
            case '{' -> repetition();
            default -> {
                copy();
                add(1);
            }
        }
    }

    private void add(long instructions) {
        atom = instructions;
        size += instructions;
        if (size > most) {
            throw new PatternSyntaxException("larger than allowed");
        }
    }

    private void repetition() {
        int end = text.indexOf('}', at);
        long times = end < 0 ? -1 : times(text.substring(at + 1, end));
        if (times < 0) {
            copy();
            add(1);
            return;
        }
        out.append(text, at, end + 1);
        at = end + 1;
        add(atom * times);
    }

    // How often an atom is written out for {n}, {n,} or {n,m}; -1 where the braces are literal.
    private static long times(String braces) {
        long number = 0;
        long largest = 0;
        if (braces.isEmpty() || braces.length() > 9) {
            return -1;
        }
        for (int i = 0; i < braces.length(); i++) {
            char c = braces.charAt(i);
            if (c == ',') {
                number = 0;
            } else if (c >= '0' && c <= '9') {
                number = number * 10 + (c - '0');
                largest = Math.max(largest, number);
            } else {
                return -1;
            }
        }
        return largest + 1;
    }

    private void characterClass() {
        copy();
        if (at < text.length() && text.charAt(at) == '^') {
            copy();
        }
        while (at < text.length() && text.charAt(at) != ']') {
            if (text.startsWith("[:", at)) {
                throw new PatternSyntaxException("a class that ECMA-262 reads in another sense");
            }
            if (text.charAt(at) == '\\') {
                escape();
            } else {
                copy();
            }
        }
        if (at < text.length()) {
            copy();
        }
    }

    private void escape() {
        if (at + 1 >= text.length()) {
            throw new PatternSyntaxException("an escape without an end");
        }
        char c = text.charAt(at + 1);
        if (FOREIGN_ESCAPES.indexOf(c) >= 0) {
            throw new PatternSyntaxException("an escape that ECMA-262 reads in another sense");
        }
        if (c == 'u') {
            unicode();
        } else if (c == 'p' || c == 'P') {
            int end = text.startsWith("{", at + 2) ? text.indexOf('}', at) : at + 2;
            out.append(text, at, Math.max(end, at + 1) + 1 > text.length() ? text.length() : Math.max(end, at + 1) + 1);
            at = Math.min(Math.max(end, at + 1) + 1, text.length());
        } else {
            copy();
            copy();
        }
    }

    private void unicode() {
        boolean braces = text.startsWith("{", at + 2);
        int start = braces ? at + 3 : at + 2;
        int end = braces ? text.indexOf('}', start) : start + 4;
        int codePoint = hex(start, end);
        at = braces ? end + 1 : end;
        if (!braces && Character.isHighSurrogate((char) codePoint) && text.startsWith("\\u", at)) {
            int low = hex(at + 2, at + 6);
            if (Character.isLowSurrogate((char) low)) {
                codePoint = Character.toCodePoint((char) codePoint, (char) low);
                at += 6;
            }
        }
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw new PatternSyntaxException("half of a surrogate pair");
        }
        out.append("\\x{").append(Integer.toHexString(codePoint)).append('}');
    }

    private int hex(int start, int end) {
        if (end <= start || end > text.length() || end - start > 6) {
            throw new PatternSyntaxException("an escape without an end");
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) >= 0x80) {
                throw new PatternSyntaxException("an escape that is not hexadecimal");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private void copy() {
        out.append(text.charAt(at++));
    }
}
