package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Judges a text and what is nested in it, within the bounds of unfolding: texts are not decoded without end, since no
 * program acts on them. Where the server opens URLs, one that would reach inside the network is refused in a text too.
 *
 * @param url judges URLs; null where the server opens none
 */
record NestedTexts(ValueGuard text, @Nullable ValueGuard url, Nested nested) implements ValueGuard {

    private static final int LONGEST_URL = 2_048;

    @Override
    public Assessment judge(Json value) {
        Assessment plain = text.judge(value);
        if (plain instanceof Assessment.Unfit || !(value instanceof JsonString(String given))) {
            return plain;
        }
        if (reachesInside(given) instanceof Assessment.Unfit unfit) {
            return unfit;
        }
        for (Nested.Piece piece : nested.unfold(given).pieces()) {
            if (text.judge(new JsonString(piece.text())) instanceof Assessment.Unfit unfit) {
                return unfit;
            }
            if (reachesInside(piece.text()) instanceof Assessment.Unfit unfit) {
                return unfit;
            }
        }
        return plain;
    }

    private @Nullable Assessment reachesInside(String given) {
        if (url == null || given.length() > LONGEST_URL || !given.contains("://")) {
            return null;
        }
        return url.judge(new JsonString(given)) instanceof Assessment.Unfit unfit
                        && (unfit.reason() == Reason.URL_PRIVATE_ADDRESS || unfit.reason() == Reason.URL_METADATA)
                ? unfit
                : null;
    }
}
