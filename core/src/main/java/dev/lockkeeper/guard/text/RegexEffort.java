package dev.lockkeeper.guard.text;

import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How much an engine can have to try for one character of a text, when it looks from one place on and nothing matches.
 * For each text that is how many of the engine's ways are under way at once, each times what it can go on with; this finds
 * the text with the most, trying the worst first, and leaves out what cannot get worse than what was tried.
 */
final class RegexEffort {

    private static final RegexCrowd NOBODY = new RegexCrowd(new int[0], new int[0], 0);

    private final int[][] next;
    private final int[][] counts;
    private final int[] fanout;
    private final boolean[][] reads;
    private final int[] scratch;
    private final int[] touched;

    // For each position the crowds that were there and were tried.
    private final List<List<RegexCrowd>> tried = new ArrayList<>();
    private final RegexBudget budget;

    private RegexEffort(RegexRuns runs, RegexBudget budget) throws RegexRefused {
        this.budget = budget;
        int size = runs.positions();
        next = new int[size][];
        counts = new int[size][];
        fanout = new int[size];
        scratch = new int[size];
        touched = new int[size];
        for (int i = 0; i < size; i++) {
            List<RegexRuns.Way> after = runs.after(i);
            next[i] = after.stream().mapToInt(RegexRuns.Way::position).toArray();
            counts[i] = after.stream().mapToInt(RegexRuns.Way::count).toArray();
            tried.add(new ArrayList<>());
            fanout[i] = Arrays.stream(counts[i]).reduce(0, RegexRuns::sum);
        }
        reads = letters(runs);
    }

    /** Whether no text makes the engine try more than this for one of its characters. */
    static boolean isAtMost(long most, RegexRuns runs, RegexBudget budget) throws RegexRefused {
        return new RegexEffort(runs, budget).explore(most);
    }

    private boolean explore(long most) throws RegexRefused {
        var waiting = new PriorityQueue<RegexCrowd>(
                Comparator.comparingLong(RegexCrowd::tries).reversed());
        waiting.add(new RegexCrowd(new int[] {0}, new int[] {1}, fanout[0]));
        while (!waiting.isEmpty()) {
            RegexCrowd crowd = waiting.remove();
            if (crowd.tries() > most) {
                return false;
            }
            if (isCovered(crowd)) {
                continue;
            }
            for (int i = 0; i < crowd.size(); i++) {
                tried.get(crowd.position(i)).add(crowd);
            }
            for (boolean[] letter : reads) {
                RegexCrowd after = step(crowd, letter);
                if (after.size() > 0 && !isCovered(after)) {
                    waiting.add(after);
                }
            }
        }
        return true;
    }

    private boolean isCovered(RegexCrowd crowd) throws RegexRefused {
        // What covers this one was at each of its positions: the one where the fewest were is enough.
        List<RegexCrowd> fewest = tried.get(crowd.position(0));
        for (int i = 1; i < crowd.size(); i++) {
            List<RegexCrowd> there = tried.get(crowd.position(i));
            fewest = there.size() < fewest.size() ? there : fewest;
        }
        budget.spend(1 + crowd.size() / 4 + fewest.size() / 4);
        for (int i = fewest.size() - 1; i >= 0; i--) {
            if (fewest.get(i).covers(crowd)) {
                return true;
            }
        }
        return false;
    }

    private RegexCrowd step(RegexCrowd crowd, boolean[] letter) throws RegexRefused {
        int size = 0;
        for (int i = 0; i < crowd.size(); i++) {
            int from = crowd.position(i);
            budget.spend(next[from].length);
            for (int way = 0; way < next[from].length; way++) {
                int to = next[from][way];
                if (letter[to]) {
                    if (scratch[to] == 0) {
                        touched[size++] = to;
                    }
                    scratch[to] = RegexRuns.sum(scratch[to], RegexRuns.product(crowd.count(i), counts[from][way]));
                }
            }
        }
        return size == 0 ? NOBODY : gathered(Arrays.copyOf(touched, size));
    }

    private RegexCrowd gathered(int[] positions) {
        Arrays.sort(positions);
        int[] many = new int[positions.length];
        long tries = 0;
        for (int i = 0; i < positions.length; i++) {
            many[i] = scratch[positions[i]];
            scratch[positions[i]] = 0;
            // One for being there: a way that leads nowhere was tried as well.
            tries += (long) many[i] * (1 + fanout[positions[i]]);
        }
        return new RegexCrowd(positions, many, tries);
    }

    /** Characters that no set of the expression tells apart are one letter; for each, which positions read it. */
    private boolean[][] letters(RegexRuns runs) throws RegexRefused {
        Map<UnicodeSet, Integer> numbers = new LinkedHashMap<>();
        int[] which = new int[runs.positions()];
        for (int i = 0; i < which.length; i++) {
            UnicodeSet set = runs.set(i);
            budget.spend(set.getRangeCount() / 16);
            Integer known = numbers.putIfAbsent(set, numbers.size());
            which[i] = known == null ? numbers.size() - 1 : known;
        }
        List<UnicodeSet> distinct = List.copyOf(numbers.keySet());
        Set<BitSet> letters = new LinkedHashSet<>();
        for (int start : starts(distinct)) {
            budget.spend(1 + distinct.size() / 4);
            var members = new BitSet();
            for (int set = 0; set < distinct.size(); set++) {
                members.set(set, distinct.get(set).contains(start));
            }
            letters.add(members);
        }
        letters.remove(new BitSet());
        budget.spend((long) letters.size() * which.length / 16);
        return letters.stream().map(members -> read(which, members)).toArray(boolean[][]::new);
    }

    private static int[] starts(List<UnicodeSet> sets) {
        return sets.stream()
                .flatMapToInt(set -> IntStream.range(0, set.getRangeCount())
                        .flatMap(range -> IntStream.of(set.getRangeStart(range), set.getRangeEnd(range) + 1)))
                .filter(codePoint -> codePoint <= Character.MAX_CODE_POINT)
                .sorted()
                .distinct()
                .toArray();
    }

    private static boolean[] read(int[] which, BitSet members) {
        boolean[] letter = new boolean[which.length];
        for (int i = 0; i < which.length; i++) {
            letter[i] = members.get(which[i]);
        }
        return letter;
    }
}
