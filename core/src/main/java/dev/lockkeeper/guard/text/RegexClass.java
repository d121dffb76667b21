package dev.lockkeeper.guard.text;

import com.ibm.icu.text.UnicodeSet;
import java.util.function.IntConsumer;

/** A class in brackets, as far as engines agree about it. */
final class RegexClass {

    private final String text;
    private final RegexReading reading;
    private final RegexBudget budget;
    private int at;
    private boolean literal;

    /** @param at right after the bracket */
    RegexClass(String text, int at, RegexReading reading, RegexBudget budget) {
        this.text = text;
        this.at = at;
        this.reading = reading;
        this.budget = budget;
    }

    /** @param end is told where the class ends */
    UnicodeSet read(IntConsumer end) throws RegexRefused {
        boolean negated = text.startsWith("^", at);
        at += negated ? 1 : 0;
        if (text.startsWith("]", at)) {
            throw RegexRefused.invalid("Engines read a bracket that closes a class at once differently; escape it.");
        }
        var set = new UnicodeSet();
        while (at < text.length() && text.charAt(at) != ']') {
            member(set);
        }
        if (at >= text.length()) {
            throw RegexRefused.invalid("The expression opens a class that is never closed; escape the bracket.");
        }
        end.accept(at + 1);
        return negated ? set.complement() : set;
    }

    private void member(UnicodeSet set) throws RegexRefused {
        if (text.startsWith("[:", at)) {
            named(set);
            return;
        }
        if (text.charAt(at) == '['
                || text.startsWith("&&", at)
                || text.startsWith("--", at)
                || text.startsWith("~~", at)) {
            throw RegexRefused.invalid("Engines read [ && -- and ~~ inside of a class differently; escape them.");
        }
        UnicodeSet first = single();
        boolean range = first.size() == 1
                && text.startsWith("-", at)
                && at + 1 < text.length()
                && text.charAt(at + 1) != ']'
                && text.charAt(at + 1) != '[';
        if (!range) {
            set.addAll(literal ? reading.read(first) : first);
            return;
        }
        at++;
        UnicodeSet last = single();
        if (last.size() != 1 || last.charAt(0) < first.charAt(0)) {
            throw RegexRefused.invalid("A range of the expression ends before it begins, or at no character.");
        }
        budget.spend((last.charAt(0) - first.charAt(0)) / 16);
        set.addAll(reading.read(new UnicodeSet(first.charAt(0), last.charAt(0))));
    }

    private UnicodeSet single() throws RegexRefused {
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        literal = true;
        if (codePoint != '\\') {
            return new UnicodeSet(codePoint, codePoint);
        }
        var escape = new RegexEscape(text, at, reading, budget);
        UnicodeSet set = escape.set(true);
        literal = escape.isLiteral();
        at = escape.end();
        return set;
    }

    // A class such as [:alpha:], which only some engines know; what it is taken for is more than it can be.
    private void named(UnicodeSet set) throws RegexRefused {
        int close = text.indexOf(":]", at + 2);
        if (close < 0 || close - at > 12) {
            throw RegexRefused.invalid("Engines read [: inside of a class differently; escape the bracket.");
        }
        set.addAll(
                switch (text.substring(at + 2, close)) {
                    case "alpha", "alnum", "lower", "upper", "word" -> reading.shorthand('w');
                    case "digit" -> reading.shorthand('d');
                    case "space", "blank" -> reading.shorthand('s');
                    case "xdigit" -> new UnicodeSet("[0-9A-Fa-f]");
                    case "punct" -> new UnicodeSet("[!-/:-@\\[-`{-~]");
                    default -> throw RegexRefused.invalid("The expression names a class that is not known.");
                });
        at = close + 2;
    }
}
