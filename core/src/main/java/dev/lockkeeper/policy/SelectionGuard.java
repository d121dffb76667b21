package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.reason.Reason;

/** Refuses what the client itself left out of its selection. */
final class SelectionGuard implements Guard {

    @Override
    public String name() {
        return "selection";
    }

    @Override
    public Verdict judge(Action action, Context context) {
        // An unknown method or task has no target; the rules refuse it with the reason that fits.
        if (action instanceof UnknownMethod
                || action instanceof UnknownTask
                || context.selection().layers().isEmpty()) {
            return Verdict.pass();
        }
        if (context.selection().includes(action)) {
            return Verdict.pass();
        }
        return Verdict.deny(
                Reason.SELECTION_EXCLUDED,
                "The selection sent with this request or session leaves this out; select it to use it.");
    }
}
