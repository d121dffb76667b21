package dev.lockkeeper.guard.schema;

import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
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

    private record Finding(Kind kind, String text) {}

    private static final int SHOWN = 5;
    private static final int KEPT = 50;
    private static final int LONGEST_MESSAGE = 1_000;

    // One finding of each kind at each place, in an order that does not depend on how they were found.
    private final TreeMap<String, Finding> found = new TreeMap<>();

    void add(Pointer place, Kind kind, String text) {
        if (found.size() < KEPT) {
            found.merge(
                    place + "\0" + kind + (kind == Kind.INVALID ? text : ""),
                    new Finding(kind, place + ": " + text),
                    (one, other) -> one.text.length() >= other.text.length() ? one : other);
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** The gravest of the reasons: invalid, then undeclared, then out of a default bound. */
    public Reason reason() {
        return found.values().stream()
                .map(Finding::kind)
                .min(Kind::compareTo)
                .orElseThrow(() -> new IllegalStateException("nothing was found"))
                .reason;
    }

    /** The first few findings in words, at most 1,000 characters; quotes no string of the value. */
    public String message() {
        List<String> texts = new ArrayList<>();
        found.values().forEach(finding -> texts.add(finding.text));
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
