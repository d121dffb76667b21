package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ToolCall;

/**
 * Refuses early what no arguments could make permitted, in the words of the rules. A tool that a caller cannot see
 * answers like one that is not there: nothing of its schema is told.
 */
final class ReachGuard implements Guard {

    private final Policy policy;
    private final PolicyGuard rules;

    ReachGuard(Policy policy) {
        this.policy = policy;
        this.rules = new PolicyGuard(policy);
    }

    @Override
    public String name() {
        return "reach";
    }

    @Override
    public Verdict judge(Action action, Context context) {
        if (!(action instanceof ToolCall call)) {
            return Verdict.pass();
        }
        boolean reachable = policy.evaluation(action, context)
                .filter(evaluation -> evaluation.visible(Kind.TOOL, call.tool()))
                .isPresent();
        return !reachable && rules.judge(action, context) instanceof Verdict.Deny deny ? deny : Verdict.pass();
    }
}
