package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.SessionSettings;
import dev.lockkeeper.gateway.session.Sessions;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Conversations with the servers files and mail at once, and shorthand for what their clients say. */
final class CombinedSetting {

    static final Caller ALICE = new Caller("alice", "token", Set.of());
    static final Caller MALLORY = new Caller("mallory", "token", Set.of());

    /** Longer than any test takes. */
    static final Duration PATIENT = Duration.ofMinutes(5);

    static final Guard EVERYTHING = (action, context) -> new Verdict.Grant(new RuleRef("rule", "test", 1));

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);
    private static final String MODERN = "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
            + "'io.modelcontextprotocol/clientCapabilities':{}}";

    final ScriptedServers servers = new ScriptedServers("files", "mail");
    final CombinedConversations conversations;
    final List<Message> heard = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.EPOCH;
    private final ClientChannel channel = release -> heard.add(release.message());

    /** @param patience how long a list waits for the slowest server */
    CombinedSetting(Duration patience, Guard guard) {
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        var decider = new Decider(
                new Rulebook("1", List.of(guard), List.of(), a -> true, a -> false),
                new MemoryJournal(),
                () -> 0,
                (decision, reference) -> {});
        this.conversations = new CombinedConversations(
                new Sessions(decider, servers, SessionSettings.DEFAULT, clock, tool -> {}),
                servers::names,
                decider,
                new CombinedSettings(2, 3, Duration.ofMinutes(1), patience, JsonObject.EMPTY),
                clock);
    }

    /** Lets time pass. */
    void later(Duration time) {
        now = now.plus(time);
    }

    /** A conversation of the legacy era in which the client was introduced. */
    Conversation begun() throws Exception {
        Conversation conversation = conversations.open(ALICE, Conversations.ALL);
        text(
                ask(
                        conversation,
                        "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-06-18','capabilities':{},'clientInfo':{'name':'c','version':'1'}}}"));
        return conversation;
    }

    Reply ask(Conversation conversation, String message) {
        return conversation.handle(read(message), TransportMetadata.NONE, channel);
    }

    /** The same on a thread of its own. */
    CompletableFuture<Reply> asking(Conversation conversation, String message) {
        var reply = new CompletableFuture<Reply>();
        Thread.ofVirtual().start(() -> reply.complete(ask(conversation, message)));
        return reply;
    }

    /** A message written with single quotes. */
    static Message read(String message) {
        try {
            return READER.read(message.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new IllegalArgumentException(message, e);
        }
    }

    /** A request that stands alone. */
    static String modern(int id, String method, String params) {
        return "{'jsonrpc':'2.0','id':" + id + ",'method':'" + method + "','params':{" + params
                + (params.isEmpty() ? "" : ",") + MODERN + "}}";
    }

    static String text(Reply reply) {
        Response response = switch (reply) {
            case Reply.Answered answered -> (Response) answered.release().message();
            case Reply.Own own -> own.response();
            case Reply.Refused refused -> throw new AssertionError(refused.refusal());
            case Reply.Accepted accepted -> throw new AssertionError("no answer");
        };
        return response.wire().toString();
    }

    static Reason reason(Reply reply) {
        return reply instanceof Reply.Refused refused ? refused.refusal().reason() : Reason.POLICY_ALLOWED;
    }
}
