package dev.lockkeeper.guard.schema;

import dev.lockkeeper.reason.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** What of a value is not as it must be. Filled by one thread; read only afterwards. */
public final class Findings {

    /** What sort of rule was broken. */
    enum Kind {
        INVALID(Reason.ARGUMENTS_INVALID),
        UNDECLARED(Reason.ARGUMENTS_UNDECLARED),
        BOUND(Reason.ARGUMENTS_BOUND);

        private final Reason reason;

        Kind(Reason reason) {
            this.reason = reason;
        }
    }

    private record Key(Kind kind, String place, String text) {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::kind).thenComparing(Key::place).thenComparing(Key::text);
    }

    private static final int SHOWN = 5;
    private static final int KEPT = 50;
    private static final int LONGEST_MESSAGE = 1_000;

    // By kind and place, so that the order does not depend on how they were found; one undeclared or bound at a place.
    private final TreeMap<Key, String> found = new TreeMap<>(Key.ORDER);

    void add(Pointer place, Kind kind, String text) {
        if (found.size() < KEPT) {
            found.merge(
                    new Key(kind, place.toString(), kind == Kind.INVALID ? text : ""),
                    place + ": " + text,
                    (one, other) -> one.length() >= other.length() ? one : other);
        }
    }

    /** Whether nothing was found. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** The gravest of the reasons: invalid, then undeclared, then out of a default bound. Not to be asked when empty. */
    public Reason reason() {
        return found.firstKey().kind().reason;
    }

    /** The first few findings in words, at most 1,000 characters; quotes no string of the value. */
    public String message() {
        List<String> texts = List.copyOf(found.values());
        String shown = String.join(" ", texts.subList(0, Math.min(SHOWN, texts.size())));
        String rest = texts.size() > SHOWN ? " And " + (texts.size() - SHOWN) + " more." : "";
        int room = LONGEST_MESSAGE - rest.length();
        return (shown.length() <= room ? shown : shown.substring(0, room - 1) + "…") + rest;
    }

    @Override
    public String toString() {
        return message();
    }
}
