package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Glob;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds what is filed under the globs that match a text, without trying those that cannot: exact names by hash, globs by
 * the text before their first wildcard. Filled by one thread, then read by many.
 */
final class PatternIndex<T> {

    private record Entry<T>(Glob glob, T value) {}

    private static final class Shelf<T> {
        final Map<String, List<T>> exact = new HashMap<>();
        final Map<String, List<Entry<T>>> byPrefix = new HashMap<>();
        final TreeSet<Integer> lengths = new TreeSet<>();
    }

    private final Map<Kind, Shelf<T>> shelves = new EnumMap<>(Kind.class);

    PatternIndex() {
        for (Kind kind : Kind.values()) {
            shelves.put(kind, new Shelf<>());
        }
    }

    void add(Kind kind, String pattern, T value) {
        Shelf<T> shelf = shelf(kind);
        int wildcard = wildcard(pattern);
        if (wildcard < 0) {
            shelf.exact.computeIfAbsent(pattern, any -> new ArrayList<>()).add(value);
            return;
        }
        shelf.byPrefix
                .computeIfAbsent(pattern.substring(0, wildcard), any -> new ArrayList<>())
                .add(new Entry<>(kind.glob(pattern), value));
        shelf.lengths.add(wildcard);
    }

    /** In no particular order; twice where two globs of one value match. */
    List<T> find(Kind kind, String text) {
        List<T> found = new ArrayList<>(shelf(kind).exact.getOrDefault(text, List.of()));
        candidates(kind, text, entry -> {
            if (entry.glob.matches(text)) {
                found.add(entry.value);
            }
        });
        return found;
    }

    /** How many globs are tried on the text. */
    int tried(Kind kind, String text) {
        List<Entry<T>> tried = new ArrayList<>();
        candidates(kind, text, tried::add);
        return tried.size();
    }

    private void candidates(Kind kind, String text, Consumer<Entry<T>> consumer) {
        Shelf<T> shelf = shelf(kind);
        for (int length : shelf.lengths) {
            if (length > text.length()) {
                break;
            }
            shelf.byPrefix.getOrDefault(text.substring(0, length), List.of()).forEach(consumer);
        }
    }

    boolean matches(Kind kind, String text) {
        return !find(kind, text).isEmpty();
    }

    /** The place of the first wildcard; -1 where there is none. */
    static int wildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '*' || pattern.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    private Shelf<T> shelf(Kind kind) {
        return java.util.Objects.requireNonNull(shelves.get(kind));
    }
}
