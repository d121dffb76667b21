package dev.lockkeeper.guard.result;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Removes hidden characters from every string of an answer, names of members too, or only notes that there are some. Immutable and thread-safe; linear in
 * the size of the answer.
 */
public final class HiddenTextGuard implements ResultGuard {

    private final HiddenText hidden;
    private final HiddenTreatment treatment;

    /** @param hidden what counts as hidden; removed */
    public HiddenTextGuard(HiddenText hidden) {
        this(hidden, HiddenTreatment.REMOVE);
    }

    /**
     * @param hidden what counts as hidden
     * @param treatment what becomes of it
     */
    public HiddenTextGuard(HiddenText hidden, HiddenTreatment treatment) {
        this.hidden = hidden;
        this.treatment = treatment;
    }

    @Override
    public String name() {
        return "result-hidden-text";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (treatment == HiddenTreatment.ALLOW || !Answers.hasContent(action, response)) {
            return ResultVerdict.pass();
        }
        ResultVerdict removed = new Walk(this::visible)
                .rewrite(action, response, Reason.RESULT_HIDDEN_TEXT, "hidden characters removed");
        return treatment == HiddenTreatment.REMOVE || removed instanceof ResultVerdict.Pass
                ? removed
                : new ResultVerdict.Flag(Reason.RESULT_HIDDEN_TEXT, "hidden characters stay, as policy says");
    }

    private @Nullable String visible(Place place, String text) {
        return switch (place.kind()) {
            case TEXT, NAME, URI, TOKEN -> {
                String visible = hidden.without(text);
                yield visible.equals(text) ? null : visible;
            }
            // Base64 is strict where it is decoded.
            case BLOB, OPAQUE -> null;
        };
    }
}
