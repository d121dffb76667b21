package dev.lockkeeper.guard;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/** What a guard says of an action. A permit needs at least one {@link Grant} and neither {@link Ask} nor {@link Deny}. */
public sealed interface Verdict {

    /** No objection. Not a permission. */
    enum Pass implements Verdict {
        PASS
    }

    /**
     * No objection, and what was found out that belongs to the decision, such as the addresses of a name. Not a
     * permission.
     */
    record Noted(JsonObject facts) implements Verdict {}

    /** Permission, by this rule. */
    record Grant(RuleRef rule) implements Verdict {}

    /** Permission only with a person's approval, by this rule. */
    record Ask(RuleRef rule, String message) implements Verdict {}

    /**
     * Refusal.
     *
     * @param message for the peer: short, helps to correct the call, quotes no secret
     * @param cause for the journal only; empty where the message says it all
     * @param rule the rule that decided, where one did
     */
    record Deny(
            Reason reason,
            String message,
            String cause,
            @Nullable RuleRef rule) implements Verdict {}

    /** No objection. Not a permission. */
    static Verdict pass() {
        return Pass.PASS;
    }

    /**
     * Refusal by no rule, and the message says it all.
     *
     * @param message for the peer, as {@link Deny} describes it
     */
    static Verdict deny(Reason reason, String message) {
        return new Deny(reason, message, "", null);
    }

    /**
     * Refusal by no rule.
     *
     * @param message for the peer, as {@link Deny} describes it
     * @param cause for the journal only
     */
    static Verdict deny(Reason reason, String message, String cause) {
        return new Deny(reason, message, cause, null);
    }
}
