package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Task;
import dev.lockkeeper.mcp.TaskHandle;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Shows a caller only the tasks that it made, and of them only those whose tool it could still be permitted to call. In
 * shadow mode the policy does not count; whose a task is always does.
 */
final class TaskListGuard implements ResultGuard {

    private final Policy policy;

    TaskListGuard(Policy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return "task-list";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (!(action instanceof TaskListing listing) || !(response instanceof Success success)) {
            return ResultVerdict.pass();
        }
        JsonArray all = success.result().array("tasks");
        if (all == null) {
            return ResultVerdict.pass();
        }
        Set<String> own = listing.own().stream()
                .filter(visible(listing, context))
                .map(Task::id)
                .collect(Collectors.toSet());
        List<Json> shown = new ArrayList<>();
        for (Json entry : all.items()) {
            if (entry instanceof JsonObject task
                    && TaskHandle.id(task).filter(own::contains).isPresent()) {
                shown.add(entry);
            }
        }
        int removed = all.items().size() - shown.size();
        return removed == 0
                ? ResultVerdict.pass()
                : new ResultVerdict.Replace(
                        success.result().with("tasks", new JsonArray(shown)),
                        Reason.LIST_FILTERED,
                        removed + " of " + all.items().size() + " tasks removed");
    }

    private Predicate<Task> visible(TaskListing listing, Context context) {
        if (policy.shadow(listing)) {
            return task -> context.selection().includes(task.call());
        }
        return policy.evaluation(listing, context)
                .<Predicate<Task>>map(evaluation -> task -> context.selection().includes(task.call())
                        && evaluation.visible(Kind.TOOL, task.call().tool()))
                .orElse(task -> false);
    }
}
