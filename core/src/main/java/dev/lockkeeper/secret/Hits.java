package dev.lockkeeper.secret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts hits in order. */
final class Hits {

    /** More than these in one text, and the rest of it counts as part of the last. */
    private static final int MOST = 1_000;

    private Hits() {}

    /** The hits in the order of the text; those that overlap are one, of the kind of the surest, and of these the first. */
    static List<Hit> merged(List<Hit> hits, int length) {
        if (hits.size() < 2) {
            return List.copyOf(hits);
        }
        hits.sort(Comparator.comparingInt(Hit::start).thenComparing(Hit::end, Comparator.reverseOrder()));
        List<Hit> merged = new ArrayList<>();
        Hit open = hits.getFirst();
        for (Hit hit : hits.subList(1, hits.size())) {
            if (hit.start() < open.end()) {
                Hit surest = hit.confidence().compareTo(open.confidence()) > 0 ? hit : open;
                open = new Hit(surest.kind(), open.start(), Math.max(open.end(), hit.end()), surest.confidence());
            } else if (merged.size() == MOST - 1) {
                open = new Hit(open.kind(), open.start(), length, open.confidence());
                break;
            } else {
                merged.add(open);
                open = hit;
            }
        }
        merged.add(open);
        return List.copyOf(merged);
    }
}
