package dev.lockkeeper.secret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts hits in order. */
final class Hits {

    /** With so many in one text the search ends, and the rest of the text counts as part of the last. */
    static final int MOST = 1_000;

    private Hits() {}

    /** The hit that rests on most; null where there is none. */
    static @Nullable Hit surest(List<Hit> hits) {
        Hit surest = null;
        for (Hit hit : hits) {
            surest = surest == null || hit.confidence().compareTo(surest.confidence()) > 0 ? hit : surest;
        }
        return surest;
    }

    /** What was found until the end of the text or until {@link #MOST}: in the order of the text; those that overlap are one, of the kind of the surest, and of these the first. */
    static List<Hit> merged(List<Hit> hits, int length) {
        if (hits.size() < 2) {
            return List.copyOf(hits);
        }
        boolean many = hits.size() >= MOST;
        hits.sort(Comparator.comparingInt(Hit::start).thenComparing(Hit::end, Comparator.reverseOrder()));
        List<Hit> merged = new ArrayList<>();
        Hit open = hits.getFirst();
        for (Hit hit : hits.subList(1, hits.size())) {
            if (hit.start() < open.end()) {
                Hit surest = hit.confidence().compareTo(open.confidence()) > 0 ? hit : open;
                open = new Hit(surest.kind(), open.start(), Math.max(open.end(), hit.end()), surest.confidence());
            } else {
                merged.add(open);
                open = hit;
            }
        }
        // The search ended there.
        merged.add(many ? new Hit(open.kind(), open.start(), length, open.confidence()) : open);
        return List.copyOf(merged);
    }
}
