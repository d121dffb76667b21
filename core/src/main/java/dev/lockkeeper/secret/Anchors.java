package dev.lockkeeper.secret;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds all of many short ASCII literals in one pass, without regard to case, by the automaton of Aho and Corasick
 * (Efficient string matching, 1975). Each character costs one step, whatever the text and however many the literals.
 * Thread-safe.
 */
final class Anchors {

    private final byte[] classes = new byte[128];
    private final int width;
    private final short[] next;
    private final int[] @Nullable [] found;

    /** @param literals each matched as if it were in lower case */
    Anchors(List<String> literals) {
        List<String> folded =
                literals.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
        this.width = classes(folded);
        var trie = new ArrayList<short[]>();
        List<List<Integer>> ends = new ArrayList<>();
        grow(trie, ends);
        for (int i = 0; i < folded.size(); i++) {
            int state = 0;
            String literal = folded.get(i);
            for (int j = 0; j < literal.length(); j++) {
                char c = literal.charAt(j);
                short[] row = trie.get(state);
                if (row[classes[c]] < 0) {
                    row[classes[c]] = (short) grow(trie, ends);
                }
                state = row[classes[c]];
            }
            ends.get(state).add(i);
        }
        link(trie, ends);
        this.next = new short[trie.size() * width];
        this.found = new int[trie.size()] @Nullable [];
        for (int state = 0; state < trie.size(); state++) {
            System.arraycopy(trie.get(state), 0, next, state * width, width);
            List<Integer> here = ends.get(state);
            found[state] = here.isEmpty()
                    ? null
                    : here.stream().mapToInt(Integer::intValue).sorted().toArray();
        }
    }

    // Characters that are in no literal share class 0; capitals share that of their small letter.
    private int classes(List<String> literals) {
        int count = 1;
        for (String literal : literals) {
            for (int i = 0; i < literal.length(); i++) {
                char c = literal.charAt(i);
                if (c >= 128) {
                    throw new IllegalArgumentException("a literal is ASCII: " + literal);
                }
                if (classes[c] == 0) {
                    classes[c] = (byte) count++;
                }
            }
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            classes[c] = classes[c + 32];
        }
        return count;
    }

    private int grow(List<short[]> trie, List<List<Integer>> ends) {
        short[] row = new short[width];
        Arrays.fill(row, (short) -1);
        trie.add(row);
        ends.add(new ArrayList<>());
        if (trie.size() > Short.MAX_VALUE) {
            throw new IllegalArgumentException("too many literals");
        }
        return trie.size() - 1;
    }

    // Breadth first, so that what a state falls back to is complete before it.
    private void link(List<short[]> trie, List<List<Integer>> ends) {
        int[] back = new int[trie.size()];
        var queue = new ArrayDeque<Integer>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int state = queue.remove();
            short[] row = trie.get(state);
            for (int c = 0; c < width; c++) {
                int fallen = state == 0 ? 0 : trie.get(back[state])[c];
                if (row[c] < 0) {
                    row[c] = (short) fallen;
                } else {
                    back[row[c]] = fallen;
                    ends.get(row[c]).addAll(ends.get(fallen));
                    queue.add((int) row[c]);
                }
            }
        }
    }

    /** The state before a text. */
    static int start() {
        return 0;
    }

    int step(int state, char c) {
        return c < 128 ? next[state * width + classes[c]] : 0;
    }

    /** The numbers of the literals that end in this state, ascending; null for none. */
    int @Nullable [] ending(int state) {
        return found[state];
    }

    boolean in(String text, int from, int to) {
        int state = 0;
        for (int i = from; i < to; i++) {
            state = step(state, text.charAt(i));
            if (found[state] != null) {
                return true;
            }
        }
        return false;
    }
}
