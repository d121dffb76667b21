package dev.lockkeeper.guard;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;

/** What a guard says of an answer. */
public sealed interface ResultVerdict {

    /** No objection. */
    enum Pass implements ResultVerdict {
        PASS
    }

    /** The answer is released as it is, and the record says what was noticed. */
    record Flag(Reason reason, String note) implements ResultVerdict {}

    /** The answer is released with another result; the change is recorded. */
    record Replace(JsonObject result, Reason reason, String note) implements ResultVerdict {}

    /**
     * The answer, which is an error, is released as this one; the change is recorded. Said of a result it withholds
     * that.
     *
     * @param error with an integer {@code code}, as JSON-RPC has it
     */
    record ReplaceError(JsonObject error, Reason reason, String note) implements ResultVerdict {}

    /** The answer is not released. {@code message} is for the peer, {@code cause} for the journal. */
    record Withhold(Reason reason, String message, String cause) implements ResultVerdict {}

    /** No objection. */
    static ResultVerdict pass() {
        return Pass.PASS;
    }
}
