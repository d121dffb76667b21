package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.schema.OutputSchemaGuard;
import dev.lockkeeper.guard.schema.SchemaCatalog;
import dev.lockkeeper.guard.schema.SchemaGuard;
import dev.lockkeeper.guard.schema.SchemaLimits;
import dev.lockkeeper.guard.schema.ValueBounds;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.testing.MemoryJournal;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Conversations under a policy as the gateway puts it together, with a server in memory behind the route {@code files}. */
final class Setting {

    static final Caller ALICE = new Caller("alice", "token", Set.of());
    static final Caller MALLORY = new Caller("mallory", "token", Set.of());

    private static final MessageReader MESSAGES = new MessageReader(JsonLimits.DEFAULT);
    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);

    final ScriptedServer server = new ScriptedServer();
    final MemoryJournal journal = new MemoryJournal();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    /** What reached the client during its requests, beside answers. */
    final List<Message> heard = new CopyOnWriteArrayList<>();

    final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);

    /** The answer to the last initialize. */
    @Nullable Reply introduction;

    private final Decider decider;
    private final Sessions sessions;
    private final AtomicInteger ids = new AtomicInteger();

    /** @param files what the policy says of the server, in YAML's flow style */
    Setting(String files) {
        this.decider = new Decider(rulebook(files), journal, () -> 0, (decision, reference) -> {});
        this.sessions = new Sessions(
                decider,
                server,
                new SessionSettings(8, 16, Duration.ofDays(9), 10, Duration.ofMinutes(1)),
                clock,
                tool -> {});
    }

    private static dev.lockkeeper.decide.Rulebook rulebook(String files) {
        try {
            Policy policy = Policy.load(
                    "test.yaml",
                    ("version: 1\nuntyped: allow\nservers: { files: " + files + " }\n")
                            .getBytes(StandardCharsets.UTF_8));
            var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 100, System::nanoTime);
            return policy.rulebook(
                    List.of(new SchemaGuard(catalog, ValueBounds.DEFAULT, policy::opens)),
                    List.of(new CapabilityGuard(policy::carries), new OutputSchemaGuard(catalog)));
        } catch (YamlInvalid e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Puts another policy in force. */
    void policy(String files) {
        decider.replace(rulebook(files));
    }

    /** A session after initialize. */
    Conversation session(Caller caller, String version, String capabilities) throws Exception {
        Conversation session = sessions.open(caller, "files");
        introduction = ask(
                session,
                "initialize",
                "{\"protocolVersion\":\"" + version + "\",\"capabilities\":" + capabilities + "}");
        return session;
    }

    Conversation session(Caller caller) throws Exception {
        return session(caller, "2025-11-25", "{}");
    }

    Conversation stateless(Caller caller) throws Exception {
        return sessions.stateless(caller, "files");
    }

    Reply ask(Conversation conversation, String method, String params) {
        return conversation.handle(
                read("{\"jsonrpc\":\"2.0\",\"id\":" + ids.incrementAndGet() + ",\"method\":\"" + method
                        + "\",\"params\":" + params + "}"),
                TransportMetadata.NONE,
                this::hear);
    }

    /** A request that stands alone, of a client that can be handed tasks. */
    Reply askModern(Conversation conversation, String method, String members) {
        return ask(conversation, method, modern(members));
    }

    /** The parameters of such a request. */
    static String modern(String members) {
        return "{" + members + (members.isEmpty() ? "" : ",")
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{\"extensions\":{"
                + "\"io.modelcontextprotocol/tasks\":{}}}}}";
    }

    Reply say(Conversation conversation, String message) {
        return conversation.handle(addressed(read(message)), TransportMetadata.NONE, this::hear);
    }

    /** An answer under the id by which the client knows the last question; anything else as it is. */
    private Message addressed(Message message) {
        Message last = heard.isEmpty() ? null : heard.getLast();
        return message instanceof Response answer && last instanceof Request question
                ? read(WireEdit.replace(
                                answer.wire(), List.of("id"), question.id().value())
                        .toString())
                : message;
    }

    /** The server says something by itself. */
    void heard(String message) {
        Objects.requireNonNull(server.listener).received(read(message), null);
    }

    /** The server says something that belongs to the request it was sent last. */
    void heardInAnswer(String message) {
        Objects.requireNonNull(server.listener).received(read(message), server.permit);
    }

    /** The reason of a refusal, or the text of an answer. */
    static String said(Reply reply) {
        return switch (reply) {
            case Reply.Refused refused -> refused.refusal().reason().code();
            case Reply.Answered answered -> answered.release().message().wire().toString();
            case Reply.Own own -> own.response().wire().toString();
            case Reply.Accepted accepted -> "accepted";
        };
    }

    static Success success(Request request, String result) {
        return Success.of(request.id(), json(result));
    }

    static JsonObject json(String text) {
        try {
            return (JsonObject) JSON.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Message read(String text) {
        try {
            return MESSAGES.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private void hear(Release release) {
        heard.add(release.message());
    }
}
