package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Conversations with a {@link Peer}, and shorthand for what their clients say. */
final class BridgeSetting {

    static final Caller ALICE = new Caller("alice", "token", Set.of());
    static final Caller MALLORY = new Caller("mallory", "token", Set.of());
    static final BridgeSettings BOUNDS = new BridgeSettings(Duration.ofMillis(300), Duration.ofSeconds(30), 2, 2, 3);

    /** Grants everything that the gateway knows. */
    static final Guard KNOWN = (action, context) -> switch (action) {
        case UnknownMethod unknown -> Verdict.deny(Reason.METHOD_UNKNOWN, "Unknown.");
        case UnknownTask unknown -> Verdict.deny(Reason.TASK_UNKNOWN, "Unknown.");
        default -> new Verdict.Grant(new RuleRef("rule", "test", 1));
    };

    final MemoryJournal journal = new MemoryJournal();
    final Decider decider = new Decider(rules(KNOWN), journal, System::nanoTime, (decision, reference) -> {});
    final Sessions sessions;

    BridgeSetting(Peer peer) {
        this(peer, BOUNDS);
    }

    BridgeSetting(Peer peer, BridgeSettings bounds) {
        this.sessions = new Sessions(decider, peer, SessionSettings.DEFAULT, bounds, Clock.systemUTC(), tool -> {});
    }

    static Rulebook rules(Guard guard) {
        return new Rulebook(
                "1",
                List.of(guard),
                List.of(new CapabilityGuard((server, name) -> false)),
                action -> true,
                action -> false);
    }

    /** A request that stands alone, of a client that declares these capabilities. */
    static Request modern(long id, String method, String params, String capabilities) {
        JsonObject given = Peer.json(params);
        JsonObject meta = LegacyForm.object(given, "_meta")
                .with("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .with("io.modelcontextprotocol/clientCapabilities", Peer.json(capabilities));
        return Request.of(RequestId.of(id), method, given.with("_meta", meta));
    }

    static Request modern(long id, String method, String params) {
        return modern(id, method, params, "{\"elicitation\":{},\"roots\":{}}");
    }

    static Request legacy(long id, String method, String params) {
        return Request.of(RequestId.of(id), method, Peer.json(params));
    }

    static Reply handle(Conversation conversation, Request request) {
        return conversation.handle(request, TransportMetadata.NONE, release -> {});
    }

    static JsonObject result(Reply reply) {
        Response response = switch (reply) {
            case Reply.Answered answered -> (Response) answered.release().message();
            case Reply.Own own -> own.response();
            case Reply.Refused refused ->
                throw new AssertionError(refused.refusal().toString());
            case Reply.Accepted accepted -> throw new AssertionError("accepted");
        };
        return ((Success) response).result();
    }

    static Reason refused(Reply reply) {
        return ((Reply.Refused) reply).refusal().reason();
    }
}
