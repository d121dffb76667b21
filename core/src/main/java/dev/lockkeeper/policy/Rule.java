package dev.lockkeeper.policy;

import dev.lockkeeper.guard.RuleRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule, compiled.
 *
 * @param order its place among all rules of the policy
 * @param callers who it applies to, as {@link Groups#identities} names them; everybody where it is empty
 * @param where holds on what it applies to; always where it is null
 */
record Rule(
        RuleRef ref,
        int order,
        Effect effect,
        List<String> tools,
        List<String> resources,
        List<String> prompts,
        Set<String> callers,
        @Nullable Condition where,
        String because) {

    boolean appliesTo(Set<String> identities) {
        if (callers.isEmpty()) {
            return true;
        }
        for (String identity : identities) {
            if (callers.contains(identity)) {
                return true;
            }
        }
        return false;
    }

    List<String> patterns(Kind kind) {
        return switch (kind) {
            case TOOL -> tools;
            case RESOURCE -> resources;
            case PROMPT -> prompts;
        };
    }
}
