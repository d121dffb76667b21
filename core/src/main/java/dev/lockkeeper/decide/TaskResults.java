package dev.lockkeeper.decide;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.TaskHandle;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;

/**
 * Puts what comes of a task to the guards.
 *
 * <p>INVARIANT: the result of a task is judged like the result of the call that made it, wherever it stands: it is the
 * answer to {@code tasks/result} itself, and the member {@code result} or {@code error} of every description of a task.
 */
final class TaskResults {

    private static final String RESULT = "result";
    private static final String ERROR = "error";

    private TaskResults() {}

    static ResultVerdict judge(ResultGuard guard, Action action, Response response, Context context) {
        return switch (action) {
            case TaskUse use when use.isResult() -> guard.judge(use.task().call(), response, context);
            case TaskUse use -> described(guard, use, use.task().call(), response, context);
            case ToolCall call
            when handsOver(call, response) -> described(guard, call, call.awaited(), response, context);
            case Action other -> guard.judge(other, response, context);
        };
    }

    private static boolean handsOver(ToolCall call, Response response) {
        return response instanceof Success success
                && TaskHandle.in(call, success.result()).isPresent();
    }

    private static ResultVerdict described(
            ResultGuard guard, Action about, ToolCall call, Response response, Context context) {
        ResultVerdict whole = guard.judge(about, response, context);
        JsonObject description = switch (whole) {
            case ResultVerdict.Pass pass -> response instanceof Success success ? success.result() : JsonObject.EMPTY;
            case ResultVerdict.Replace replace -> replace.result();
            case ResultVerdict.Withhold withhold -> JsonObject.EMPTY;
        };
        JsonObject error = description.object(ERROR);
        // As of an answer's own error: what guards cannot read as a code, a client may.
        if (error != null && !(error.get("code") instanceof JsonNumber code && code.isPlainInteger())) {
            return new ResultVerdict.Withhold(
                    Reason.RESULT_INVALID, "The server's answer is malformed.", "a task's error has no integer code");
        }
        if (error != null
                && guard.judge(call, Failure.of(response.id(), error), context)
                        instanceof ResultVerdict.Withhold withhold) {
            return withhold;
        }
        JsonObject inner = description.object(RESULT);
        if (inner == null) {
            return whole;
        }
        return switch (guard.judge(call, Success.of(response.id(), inner), context)) {
            case ResultVerdict.Pass pass -> whole;
            case ResultVerdict.Replace replace ->
                new ResultVerdict.Replace(description.with(RESULT, replace.result()), replace.reason(), replace.note());
            case ResultVerdict.Withhold withhold -> withhold;
        };
    }
}
