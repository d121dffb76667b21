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
import java.util.ArrayList;
import java.util.List;

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

    /** What the guard says, in order: each change holds those before it. Empty where it does not object. */
    static List<ResultVerdict> judge(ResultGuard guard, Action action, Response response, Context context) {
        return switch (action) {
            case TaskUse use
            when use.isResult() -> withoutPass(guard.judge(use.task().call(), response, context));
            case TaskUse use -> described(guard, use, use.task().call(), response, context);
            case ToolCall call
            when handsOver(call, response) -> described(guard, call, call.awaited(), response, context);
            case Action other -> withoutPass(guard.judge(other, response, context));
        };
    }

    private static boolean handsOver(ToolCall call, Response response) {
        return response instanceof Success success
                && TaskHandle.in(call, success.result()).isPresent();
    }

    private static List<ResultVerdict> described(
            ResultGuard guard, Action about, ToolCall call, Response response, Context context) {
        ResultVerdict whole = guard.judge(about, response, context);
        JsonObject description = switch (whole) {
            case ResultVerdict.Pass pass -> result(response);
            case ResultVerdict.Flag flag -> result(response);
            case ResultVerdict.Replace replace -> replace.result();
            case ResultVerdict.ReplaceError replace -> JsonObject.EMPTY;
            case ResultVerdict.Withhold withhold -> JsonObject.EMPTY;
        };
        List<ResultVerdict> verdicts = new ArrayList<>(withoutPass(whole));
        JsonObject error = description.object(ERROR);
        if (error != null) {
            ResultVerdict verdict = error(guard, call, response, context, description, error);
            verdicts.addAll(withoutPass(verdict));
            description = verdict instanceof ResultVerdict.Replace replace ? replace.result() : description;
        }
        JsonObject inner = description.object(RESULT);
        if (inner != null) {
            verdicts.addAll(withoutPass(result(guard, call, response, context, description, inner)));
        }
        return verdicts;
    }

    private static ResultVerdict error(
            ResultGuard guard,
            ToolCall call,
            Response response,
            Context context,
            JsonObject description,
            JsonObject error) {
        // As of an answer's own error: what guards cannot read as a code, a client may.
        if (!(error.get("code") instanceof JsonNumber code && code.isPlainInteger())) {
            return new ResultVerdict.Withhold(
                    Reason.RESULT_INVALID, "The server's answer is malformed.", "a task's error has no integer code");
        }
        return switch (guard.judge(call, Failure.of(response.id(), error), context)) {
            case ResultVerdict.Pass pass -> pass;
            case ResultVerdict.Flag flag -> flag;
            case ResultVerdict.Replace replace -> unfitting("an error of a task cannot become a result");
            case ResultVerdict.ReplaceError replace ->
                new ResultVerdict.Replace(description.with(ERROR, replace.error()), replace.reason(), replace.note());
            case ResultVerdict.Withhold withhold -> withhold;
        };
    }

    private static ResultVerdict result(
            ResultGuard guard,
            ToolCall call,
            Response response,
            Context context,
            JsonObject description,
            JsonObject inner) {
        return switch (guard.judge(call, Success.of(response.id(), inner), context)) {
            case ResultVerdict.Pass pass -> pass;
            case ResultVerdict.Flag flag -> flag;
            case ResultVerdict.Replace replace ->
                new ResultVerdict.Replace(description.with(RESULT, replace.result()), replace.reason(), replace.note());
            case ResultVerdict.ReplaceError replace -> unfitting("a result of a task cannot become an error");
            case ResultVerdict.Withhold withhold -> withhold;
        };
    }

    private static JsonObject result(Response response) {
        return response instanceof Success success ? success.result() : JsonObject.EMPTY;
    }

    private static ResultVerdict unfitting(String cause) {
        return new ResultVerdict.Withhold(Reason.GUARD_FAILED, "The answer could not be judged.", cause);
    }

    private static List<ResultVerdict> withoutPass(ResultVerdict verdict) {
        return verdict instanceof ResultVerdict.Pass ? List.of() : List.of(verdict);
    }
}
