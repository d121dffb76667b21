package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Permits from a real decider that allows everything. */
final class Permits {

    static final MemoryJournal JOURNAL = new MemoryJournal();

    static final Decider DECIDER = new Decider(
            new Rulebook(
                    "test",
                    List.of((action, context) -> new Verdict.Grant(new RuleRef("everything", "", 0))),
                    List.of(),
                    action -> false,
                    action -> false),
            JOURNAL,
            System::nanoTime,
            (decision, reference) -> {});

    private static final Context CONTEXT = new Context(
            new Caller("alice", "test", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());

    private Permits() {}

    static Permit of(String text) {
        Message message = message(text);
        return of(
                switch (message) {
                    case Request request -> new Housekeeping("s", request.method(), request.params());
                    case Notification notice -> new ClientNotice("s", notice.method(), notice.params());
                    case Response response -> new ClientNotice("s", "answer", JsonObject.EMPTY);
                },
                message);
    }

    /** A request without parameters. */
    static Permit request(String id, String method) {
        return of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}");
    }

    /** A stateless request, as from 2026-07-28. */
    static Permit modern(String id, String method, String params) {
        return of(modernText(id, method, params));
    }

    static Permit call(String id, ToolDefinition definition, String arguments) {
        return call(id, definition, arguments, Map.of());
    }

    /** A call whose transport repeats arguments, or what it says are some. */
    static Permit call(String id, ToolDefinition definition, String arguments, Map<String, String> parameters) {
        var message = (Request) message(modernText(
                id, "tools/call", "\"name\":" + definition.json().get("name") + ",\"arguments\":" + arguments + ","));
        JsonObject parsed = Objects.requireNonNull(message.params().object("arguments"));
        return of(
                new ToolCall("s", definition, parsed, message.params()),
                message,
                new Context(
                        CONTEXT.caller(),
                        CONTEXT.client(),
                        CONTEXT.time(),
                        CONTEXT.selection(),
                        CONTEXT.labels(),
                        parameters));
    }

    private static String modernText(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    private static Permit of(Action action, Message message) {
        return of(action, message, CONTEXT);
    }

    private static Permit of(Action action, Message message, Context context) {
        if (DECIDER.decide(action, message, context) instanceof Outcome.Granted granted) {
            return granted.permit();
        }
        throw new AssertionError("everything is allowed here");
    }

    private static Message message(String text) {
        try {
            return new MessageReader(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new AssertionError(text, e);
        }
    }
}
