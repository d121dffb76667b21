package dev.lockkeeper.guard.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/** Answers to a call, and what guards make of them. */
final class Answer {

    static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());

    private Answer() {}

    static ToolCall call(JsonObject arguments) {
        return new ToolCall(
                "files",
                Objects.requireNonNull(ToolDefinition.of(JsonObject.EMPTY.with("name", "read"))),
                arguments,
                JsonObject.EMPTY.with("name", "read").with("arguments", arguments));
    }

    static JsonObject json(String text) {
        try {
            return (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(UTF_8));
        } catch (JsonRefused e) {
            throw new AssertionError(text, e);
        }
    }

    static Response result(String json) {
        return Success.of(RequestId.of(1), json(json));
    }

    static Response text(String text) {
        return Success.of(
                RequestId.of(1),
                json("{\"content\":[]}")
                        .with(
                                "content",
                                new dev.lockkeeper.json.JsonArray(java.util.List.of(
                                        JsonObject.EMPTY.with("type", "text").with("text", text)))));
    }

    static Response failure(String message) {
        return Failure.of(
                RequestId.of(1),
                JsonObject.EMPTY.with("code", JsonNumber.of(-32000)).with("message", message));
    }

    static ResultVerdict judge(ResultGuard guard, Response response) {
        return guard.judge(call(JsonObject.EMPTY), response, CONTEXT);
    }

    /** The result as the guard lets it pass. */
    static JsonObject passed(ResultGuard guard, Response response) {
        return switch (judge(guard, response)) {
            case ResultVerdict.Pass pass -> body(response);
            case ResultVerdict.Flag flag -> body(response);
            case ResultVerdict.Replace replace -> replace.result();
            case ResultVerdict.ReplaceError replace -> replace.error();
            case ResultVerdict.Withhold withhold -> throw new AssertionError(withhold.toString());
        };
    }

    private static JsonObject body(Response response) {
        return switch (response) {
            case Success success -> success.result();
            case Failure failure -> failure.error();
        };
    }
}
