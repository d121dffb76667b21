package dev.lockkeeper.guard.text;

import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways of a backtracking engine through an expression: a position for each character it may read, as Glushkov
 * numbered them, and between two positions as many ways as the engine can take from one to the other without reading. One
 * that repeats what may be empty has several, and an engine tries them all.
 *
 * <p>Repetitions are written out, and what is looked for ahead is a way that leads nowhere.
 */
final class RegexRuns {

    // What a position costs to make and to keep, beside its ways.
    private static final int POSITION = 100;

    /** More than any bound on the work: counts stop here. */
    static final int MANY = 1 << 20;

    /** A position and in how many ways it is reached. */
    record Way(int position, int count) {}

    /** A part of the expression: in how many ways it is empty, and with which positions it begins and ends. */
    private record Part(int empty, List<Way> first, List<Way> last) {

        static final Part NOTHING = new Part(1, List.of(), List.of());
    }

    private final List<UnicodeSet> sets = new ArrayList<>();
    private final List<Map<Integer, Integer>> next = new ArrayList<>();
    private final RegexBudget budget;

    private RegexRuns(RegexBudget budget) {
        this.budget = budget;
    }

    /** @throws RegexRefused when it is larger than can be judged */
    static RegexRuns of(RegexNode expression, RegexBudget budget) throws RegexRefused {
        var runs = new RegexRuns(budget);
        int start = runs.position(UnicodeSet.EMPTY);
        Part root = runs.part(expression);
        runs.follow(List.of(new Way(start, 1)), root.first());
        if (root.empty() >= MANY) {
            throw RegexBudget.tooLarge();
        }
        return runs;
    }

    /** How many positions there are; the first is where every run starts. */
    int positions() {
        return sets.size();
    }

    /** What is read on the way to the position. */
    UnicodeSet set(int position) {
        return sets.get(position);
    }

    /** The positions that come after this one. */
    List<Way> after(int position) {
        List<Way> after = new ArrayList<>();
        next.get(position).forEach((to, count) -> after.add(new Way(to, count)));
        return after;
    }

    private int position(UnicodeSet set) throws RegexRefused {
        budget.spend(POSITION);
        sets.add(set);
        next.add(new LinkedHashMap<>());
        return sets.size() - 1;
    }

    private Part part(RegexNode node) throws RegexRefused {
        return switch (node) {
            case RegexNode.One one -> {
                List<Way> here = List.of(new Way(position(one.set()), 1));
                yield new Part(0, here, here);
            }
            case RegexNode.Sequence sequence -> {
                Part all = Part.NOTHING;
                for (RegexNode item : sequence.items()) {
                    all = both(all, part(item));
                }
                yield all;
            }
            case RegexNode.Choice choice -> {
                Part all = new Part(0, List.of(), List.of());
                for (RegexNode branch : choice.branches()) {
                    all = either(all, part(branch));
                }
                yield all;
            }
            case RegexNode.Repeat repeat -> repeated(repeat);
            case RegexNode.Place place -> Part.NOTHING;
            case RegexNode.Look look -> new Part(1, part(look.body()).first(), List.of());
        };
    }

    private Part repeated(RegexNode.Repeat repeat) throws RegexRefused {
        Part rest = Part.NOTHING;
        if (repeat.max() == RegexNode.UNBOUNDED) {
            Part body = part(repeat.body());
            follow(body.last(), body.first());
            int empty = sum(1, body.empty());
            rest = new Part(empty, body.first(), times(body.last(), empty));
        } else {
            for (int i = repeat.min(); i < repeat.max(); i++) {
                rest = either(Part.NOTHING, both(part(repeat.body()), rest));
            }
        }
        for (int i = 0; i < repeat.min(); i++) {
            rest = both(part(repeat.body()), rest);
        }
        return rest;
    }

    private Part either(Part one, Part other) throws RegexRefused {
        return new Part(
                sum(one.empty(), other.empty()), joined(one.first(), other.first()), joined(one.last(), other.last()));
    }

    private Part both(Part one, Part other) throws RegexRefused {
        follow(one.last(), other.first());
        return new Part(
                product(one.empty(), other.empty()),
                joined(one.first(), times(other.first(), one.empty())),
                joined(other.last(), times(one.last(), other.empty())));
    }

    private void follow(List<Way> from, List<Way> to) throws RegexRefused {
        budget.spend((long) from.size() * to.size());
        for (Way one : from) {
            for (Way other : to) {
                next.get(one.position()).merge(other.position(), product(one.count(), other.count()), RegexRuns::sum);
            }
        }
    }

    private List<Way> joined(List<Way> some, List<Way> others) throws RegexRefused {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        budget.spend(Math.min(some.size(), others.size()));
        List<Way> all = new ArrayList<>(some.size() + others.size());
        all.addAll(some);
        all.addAll(others);
        return all;
    }

    private static List<Way> times(List<Way> ways, int factor) {
        return switch (factor) {
            case 0 -> List.of();
            case 1 -> ways;
            default ->
                ways.stream()
                        .map(way -> new Way(way.position(), product(way.count(), factor)))
                        .toList();
        };
    }

    static int sum(int one, int other) {
        return Math.min(MANY, one + other);
    }

    static int product(int one, int other) {
        return (int) Math.min(MANY, (long) one * other);
    }
}
