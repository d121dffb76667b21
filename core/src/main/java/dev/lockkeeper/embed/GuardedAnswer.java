package dev.lockkeeper.embed;

import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.json.JsonObject;

/** What became of a call. */
public sealed interface GuardedAnswer {

    /** What the caller may see: a {@code CallToolResult} of the protocol. */
    JsonObject result();

    /**
     * The tool was called.
     *
     * @param result what the caller may see of the result; other than what the tool returned where a guard removed or
     *     replaced something
     * @param reference the journal's reference of the result
     */
    record Answered(JsonObject result, String reference) implements GuardedAnswer {}

    /**
     * The tool was not called, its result is withheld, or it failed.
     *
     * @param refusal the reason and what the caller may be told
     */
    record Refused(Refusal refusal) implements GuardedAnswer {

        /** Where {@code _meta} of a result holds the refusal as data: reason, reference, and when to try again. */
        public static final String META = "dev.lockkeeper/refusal";

        /**
         * The refusal as a result with {@code isError}, which a model sees and can correct the call by. Text and
         * {@code _meta} name the reason code and the journal's reference.
         */
        @Override
        public JsonObject result() {
            String where = refusal.reference().isEmpty() ? "" : ", reference " + refusal.reference();
            JsonObject data = refusal.error().object("data");
            return ToolResult.error(refusal.message() + " (" + refusal.reason().code() + where + ")")
                    .with("_meta", JsonObject.EMPTY.with(META, data == null ? JsonObject.EMPTY : data));
        }
    }
}
