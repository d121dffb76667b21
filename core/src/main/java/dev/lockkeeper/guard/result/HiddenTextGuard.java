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
        var removal = new Removal();
        ResultVerdict removed =
                new Walk(removal).rewrite(action, response, Reason.RESULT_HIDDEN_TEXT, "hidden characters removed");
        if (removed instanceof ResultVerdict.Pass) {
            return removed;
        }
        if (treatment == HiddenTreatment.FLAG) {
            return new ResultVerdict.Flag(Reason.RESULT_HIDDEN_TEXT, "hidden characters stay, as policy says");
        }
        // INVARIANT: no member gets a name that nobody judged it under.
        return removal.renames
                ? new ResultVerdict.Withhold(
                        Reason.RESULT_HIDDEN_TEXT,
                        "The answer was withheld: the name of a member in it has characters that cannot be seen.",
                        "")
                : removed;
    }

    private final class Removal implements Change {

        private boolean renames;

        @Override
        public @Nullable String change(Place place, String text) {
            return switch (place.kind()) {
                case TEXT, NAME, URI, TOKEN -> visible(text);
                case MEMBER -> {
                    String visible = visible(text);
                    renames |= visible != null;
                    yield visible;
                }
                // Base64 is strict where it is decoded.
                case BLOB, OPAQUE -> null;
            };
        }
    }

    private @Nullable String visible(String text) {
        String visible = hidden.without(text);
        return visible.equals(text) ? null : visible;
    }
}
