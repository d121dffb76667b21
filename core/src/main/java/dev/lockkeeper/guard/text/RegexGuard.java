package dev.lockkeeper.guard.text;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a regular expression that a server will search with, in an engine that is not known and may backtrack
 * (CWE-1333). What passes is searched for, from any one place of a text, in time linear in the text. A search that starts
 * anew at each place takes that time for each place, which no expression can prevent.
 */
public final class RegexGuard implements ValueGuard {

    // What an engine may try for one character of the text, for each character of the expression and beside them.
    private static final int TRIES = 8;
    private static final int MORE_TRIES = 32;

    private final RegexSettings settings;

    /** @throws IllegalArgumentException when a bound is out of its range */
    public RegexGuard(RegexSettings settings) {
        if (settings.length() < 1 || settings.length() > 10_000) {
            throw new IllegalArgumentException("The length of a regular expression is from 1 to 10000.");
        }
        if (settings.repetition() < 1 || settings.repetition() > 1000) {
            throw new IllegalArgumentException("The largest repetition of a regular expression is from 1 to 1000.");
        }
        this.settings = settings;
    }

    @Override
    public Assessment judge(Json value) {
        if (!(value instanceof JsonString string)) {
            return Assessment.unfit(Reason.ARGUMENT_TYPE, "A regular expression is expected here, as a JSON string.");
        }
        String expression = string.value();
        if (expression.length() > settings.length()) {
            return Assessment.unfit(
                    Reason.REGEX_LENGTH,
                    "The expression is longer than " + settings.length() + " characters; shorten it.");
        }
        boolean beyondAscii = expression.contains("\\") && !isOnlyAscii(expression);
        var budget = new RegexBudget();
        try {
            for (RegexReading reading : readings(beyondAscii)) {
                if (!isLinear(expression, reading, budget)) {
                    return Assessment.unfit(
                            Reason.REGEX_BACKTRACKING,
                            "The expression can match one text in too many ways: let no two repetitions next to each "
                                    + "other or inside of each other match the same characters, and put no .* before and "
                                    + "after the same word.");
                }
            }
            return Assessment.fit();
        } catch (RegexRefused e) {
            return Assessment.unfit(e.reason(), e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private boolean isLinear(String expression, RegexReading reading, RegexBudget budget) throws RegexRefused {
        List<RegexNode> parts = new ArrayList<>();
        split(RegexReader.read(expression, reading, settings, budget), parts);
        long most = (long) TRIES * expression.length() + MORE_TRIES;
        for (RegexNode part : parts) {
            if (!RegexEffort.isAtMost(most, RegexRuns.of(part, budget), budget)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes an expression apart into what an engine tries one after the other, without going back. Branches of the whole
     * are such parts, and so is what stands at the end and never fails: when it is reached, the search has succeeded.
     */
    private static void split(RegexNode whole, List<RegexNode> parts) {
        if (whole instanceof RegexNode.Choice choice) {
            choice.branches().forEach(branch -> split(branch, parts));
            return;
        }
        List<RegexNode> items =
                new ArrayList<>(whole instanceof RegexNode.Sequence sequence ? sequence.items() : List.of(whole));
        while (!items.isEmpty()) {
            RegexNode last = items.getLast();
            if (last.neverFails()) {
                items.removeLast();
                parts.add(last);
            } else if (last instanceof RegexNode.Repeat repeat && repeat.min() != repeat.max()) {
                int more = repeat.max() == RegexNode.UNBOUNDED ? RegexNode.UNBOUNDED : repeat.max() - repeat.min();
                items.removeLast();
                items.add(new RegexNode.Repeat(repeat.body(), repeat.min(), repeat.min()));
                parts.add(new RegexNode.Repeat(repeat.body(), 0, more));
            } else {
                break;
            }
        }
        if (items.size() == 1 && items.getFirst() instanceof RegexNode.Choice choice) {
            split(choice, parts);
        } else {
            parts.add(new RegexNode.Sequence(List.copyOf(items)));
        }
    }

    // Sets beyond ASCII meet \w and its like only where the expression names such characters itself.
    private static List<RegexReading> readings(boolean beyondAscii) {
        return beyondAscii
                ? List.of(
                        new RegexReading(false, false),
                        new RegexReading(true, false),
                        new RegexReading(false, true),
                        new RegexReading(true, true))
                : List.of(new RegexReading(false, false), new RegexReading(true, false));
    }

    private static boolean isOnlyAscii(String expression) {
        for (int i = 0; i < expression.length(); i++) {
            if (expression.charAt(i) >= 0x80) {
                return false;
            }
        }
        return !expression.contains("\\p")
                && !expression.contains("\\P")
                && !expression.contains("\\u")
                && !expression.contains("\\x");
    }
}
