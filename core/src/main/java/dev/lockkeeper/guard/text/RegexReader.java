package dev.lockkeeper.guard.text;

import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a regular expression in what the engines of Java, ECMAScript, Python, PCRE, RE2 and Rust have in common. What
 * some of them read in another sense is refused, since it is not known which of them the server uses. Used once.
 */
final class RegexReader {

    private static final int MAX_DEPTH = 50;

    private final String text;
    private final RegexReading reading;
    private final RegexSettings settings;
    private final RegexBudget budget;
    private int at;
    private int depth;

    private RegexReader(String text, RegexReading reading, RegexSettings settings, RegexBudget budget) {
        this.text = text;
        this.reading = reading;
        this.settings = settings;
        this.budget = budget;
    }

    static RegexNode read(String text, RegexReading reading, RegexSettings settings, RegexBudget budget)
            throws RegexRefused {
        var reader = new RegexReader(text, reading, settings, budget);
        RegexNode root = reader.choice();
        if (reader.at < text.length()) {
            throw RegexRefused.invalid("The expression closes a group that is not open; escape the parenthesis.");
        }
        return root;
    }

    private RegexNode choice() throws RegexRefused {
        if (++depth > MAX_DEPTH) {
            throw RegexRefused.invalid("The expression nests groups deeper than " + MAX_DEPTH + ".");
        }
        List<RegexNode> branches = new ArrayList<>();
        branches.add(sequence());
        while (eat('|')) {
            branches.add(sequence());
        }
        depth--;
        return branches.size() == 1 ? branches.getFirst() : new RegexNode.Choice(List.copyOf(branches));
    }

    private RegexNode sequence() throws RegexRefused {
        List<RegexNode> items = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            RegexNode item = repeated(atom());
            if (item instanceof RegexNode.Sequence inner) {
                items.addAll(inner.items());
            } else {
                items.add(item);
            }
        }
        return items.size() == 1 ? items.getFirst() : new RegexNode.Sequence(List.copyOf(items));
    }

    private RegexNode atom() throws RegexRefused {
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        return switch (codePoint) {
            case '(' -> group();
            case '[' -> new RegexNode.One(new RegexClass(text, at, reading, budget).read(end -> at = end));
            case '.' -> new RegexNode.One(RegexReading.ANY);
            case '^', '$' -> new RegexNode.Place();
            case '\\' -> escape();
            case '*', '+', '?' -> throw RegexRefused.invalid("The expression repeats nothing; escape * + or ? there.");
            default -> one(codePoint);
        };
    }

    private RegexNode one(int codePoint) {
        return new RegexNode.One(reading.read(new UnicodeSet(codePoint, codePoint)));
    }

    private RegexNode escape() throws RegexRefused {
        if (at < text.length() && "bBAzZ".indexOf(text.charAt(at)) >= 0) {
            at++;
            return new RegexNode.Place();
        }
        var escape = new RegexEscape(text, at, reading, budget);
        UnicodeSet set = escape.set(false);
        at = escape.end();
        return new RegexNode.One(escape.isLiteral() ? reading.read(set) : set);
    }

    private RegexNode group() throws RegexRefused {
        boolean look = false;
        if (eat('?')) {
            if (text.startsWith("P=", at) || text.startsWith("P>", at) || text.startsWith("(", at)) {
                throw RegexRefused.backtracking("The expression refers back to a group; write what is meant.");
            }
            look = isLook();
            if (look && settings.lookaround() == RegexSettings.Lookaround.REFUSE) {
                throw RegexRefused.invalid("The expression looks ahead or behind, which is not allowed here.");
            }
            boolean behind = look && text.charAt(at) == '<';
            if (look) {
                at += behind ? 2 : 1;
                return look(behind);
            }
            if (flagsOrName()) {
                return new RegexNode.Sequence(List.of());
            }
        } else if (text.startsWith("*", at)) {
            throw RegexRefused.invalid("The expression gives orders to the engine, which is not allowed.");
        }
        RegexNode body = choice();
        close();
        return body;
    }

    private RegexNode look(boolean behind) throws RegexRefused {
        RegexNode body = choice();
        close();
        if (behind && !body.isBounded()) {
            throw RegexRefused.backtracking("The expression looks behind without a bound; look at less.");
        }
        return new RegexNode.Look(body);
    }

    private boolean isLook() {
        return text.startsWith("=", at)
                || text.startsWith("!", at)
                || text.startsWith("<=", at)
                || text.startsWith("<!", at);
    }

    /** Reads what stands between {@code (?} and the body; true where the group is flags alone and has no body. */
    private boolean flagsOrName() throws RegexRefused {
        if (eat(':') || eat('>')) {
            return false;
        }
        if (text.startsWith("<", at) || text.startsWith("P<", at)) {
            at = text.indexOf('<', at) + 1;
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            if (at == start || !eat('>')) {
                throw RegexRefused.invalid("The name of a group of the expression has no end.");
            }
            return false;
        }
        while (at < text.length() && "imsuU-".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (eat(':')) {
            return false;
        }
        if (eat(')')) {
            return true;
        }
        throw RegexRefused.invalid("The expression has a group that engines read differently or not at all.");
    }

    private void close() throws RegexRefused {
        if (!eat(')')) {
            throw RegexRefused.invalid("The expression opens a group that is never closed; escape the parenthesis.");
        }
    }

    private RegexNode repeated(RegexNode atom) throws RegexRefused {
        int before = at;
        int min;
        int max;
        if (eat('*')) {
            min = 0;
            max = RegexNode.UNBOUNDED;
        } else if (eat('+')) {
            min = 1;
            max = RegexNode.UNBOUNDED;
        } else if (eat('?')) {
            min = 0;
            max = 1;
        } else {
            int[] counts = counts();
            if (counts.length == 0) {
                return atom;
            }
            min = counts[0];
            max = counts[1];
        }
        if (!eat('?')) {
            eat('+');
        }
        boolean again = at < text.length() && "*+?".indexOf(text.charAt(at)) >= 0 || counts().length > 0;
        if (again || atom instanceof RegexNode.Place || atom instanceof RegexNode.Look) {
            throw RegexRefused.invalid("The expression repeats what is repeated already, or no character, at character "
                    + (1 + text.codePointCount(0, before)) + ".");
        }
        return new RegexNode.Repeat(atom, min, max);
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}}; nothing where a brace is only a brace. */
    private int[] counts() throws RegexRefused {
        int scan = at + 1;
        if (at >= text.length() || text.charAt(at) != '{') {
            return new int[0];
        }
        int comma = -1;
        while (scan < text.length() && (isDigit(text.charAt(scan)) || text.charAt(scan) == ',' && comma < 0)) {
            comma = text.charAt(scan) == ',' ? scan : comma;
            scan++;
        }
        boolean closed = scan < text.length() && text.charAt(scan) == '}';
        if (!closed || scan == at + 1) {
            return new int[0];
        }
        if (comma == at + 1) {
            throw RegexRefused.invalid("Engines read {,n} differently; write {0,n}.");
        }
        int min = count(at + 1, comma < 0 ? scan : comma);
        int max = comma < 0 ? min : comma + 1 == scan ? RegexNode.UNBOUNDED : count(comma + 1, scan);
        if (max != RegexNode.UNBOUNDED && max < min) {
            throw RegexRefused.invalid("The counts of a repetition are in the wrong order.");
        }
        at = scan + 1;
        return new int[] {min, max};
    }

    private int count(int from, int to) throws RegexRefused {
        int count = 0;
        for (int i = from; i < to; i++) {
            count = Math.min(count * 10 + (text.charAt(i) - '0'), 1_000_000);
        }
        if (count > settings.repetition()) {
            throw RegexRefused.backtracking(
                    "The expression repeats something more than " + settings.repetition() + " times.");
        }
        return count;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean eat(char c) {
        boolean here = at < text.length() && text.charAt(at) == c;
        at += here ? 1 : 0;
        return here;
    }
}
