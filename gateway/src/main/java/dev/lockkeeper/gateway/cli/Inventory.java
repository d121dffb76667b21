package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.SessionSettings;
import dev.lockkeeper.gateway.session.Sessions;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks servers what they offer, all of it, for the person who writes the policy. It lists and does nothing else: its
 * own rules permit introductions and lists, and each is in the journal.
 */
final class Inventory implements AutoCloseable {

    private static final int MOST_PAGES = 100;
    private static final RuleRef RULE = new RuleRef("inventory", "", 0);
    private static final Guard LISTS_ONLY = new Guard() {
        @Override
        public Verdict judge(dev.lockkeeper.mcp.Action action, dev.lockkeeper.guard.Context context) {
            return action instanceof Listing || action instanceof Housekeeping || action instanceof ClientNotice
                    ? new Verdict.Grant(RULE)
                    : Verdict.deny(Reason.POLICY_DENIED, "An inventory only lists.");
        }

        @Override
        public String name() {
            return "inventory";
        }
    };

    private static final JsonObject CLIENT =
            JsonObject.EMPTY.with("name", "lockkeeper-inventory").with("version", VersionCommand.version());
    private final Sessions sessions;
    private final Caller caller;
    private long ids;

    Inventory(Connector servers, Journal journal, Caller caller) {
        var rules = new Rulebook("inventory", List.of(LISTS_ONLY), List.of(), action -> true, action -> false);
        var decider = new Decider(rules, journal, System::nanoTime, (decision, reference) -> {});
        this.sessions = new Sessions(decider, servers, SessionSettings.DEFAULT, Clock.systemUTC(), tool -> {});
        this.caller = caller;
    }

    /** What one server offers: an array for each kind of thing, empty where it has none of them. */
    JsonObject of(String server) {
        try (Conversation conversation = sessions.open(caller, server)) {
            introduce(conversation);
            JsonObject offered = JsonObject.EMPTY;
            for (Listing.Kind kind : Listing.Kind.values()) {
                offered = offered.with(kind.member(), all(conversation, kind));
            }
            return offered;
        } catch (ConversationRefused e) {
            throw new CliFailure(ExitCode.FAILED, server + ": " + words(e.refusal()));
        } catch (CliFailure e) {
            throw new CliFailure(e.exitCode(), server + ": " + e.getMessage());
        }
    }

    // In the words of the legacy era, which the gateway brings to a server of either.
    private void introduce(Conversation conversation) {
        JsonObject params = JsonObject.EMPTY
                .with("protocolVersion", ProtocolVersion.V2025_11_25.text())
                .with("capabilities", JsonObject.EMPTY)
                .with("clientInfo", CLIENT);
        if (!(ask(conversation, "initialize", params) instanceof Reply.Answered answered)
                || !(answered.release().message() instanceof Success)) {
            throw new CliFailure(ExitCode.FAILED, "The server does not let a client in.");
        }
        conversation.handle(
                Notification.of("notifications/initialized", JsonObject.EMPTY), TransportMetadata.NONE, release -> {});
    }

    private JsonArray all(Conversation conversation, Listing.Kind kind) {
        List<Json> entries = new ArrayList<>();
        JsonObject params = JsonObject.EMPTY;
        for (int page = 0; page < MOST_PAGES; page++) {
            if (!(ask(conversation, kind.method(), params) instanceof Reply.Answered answered)
                    || !(answered.release().message() instanceof Success success)) {
                break;
            }
            JsonArray listed = success.result().array(kind.member());
            entries.addAll(listed == null ? List.of() : listed.items());
            String cursor = success.result().string("nextCursor");
            if (cursor == null) {
                break;
            }
            params = params.with("cursor", cursor);
        }
        return new JsonArray(entries);
    }

    private Reply ask(Conversation conversation, String method, JsonObject params) {
        Reply reply = conversation.handle(
                Request.of(RequestId.of(++ids), method, params), TransportMetadata.NONE, release -> {});
        if (reply instanceof Reply.Refused refused
                && refused.refusal().reason().code().startsWith("upstream.")) {
            throw new CliFailure(ExitCode.FAILED, words(refused.refusal()));
        }
        return reply;
    }

    // What lists has no effect, so nothing is to be looked after where the server is gone.
    private static String words(Refusal refusal) {
        return refusal.reason() == Reason.UPSTREAM_CLOSED
                ? "The server ended before it answered; if it was started here, its last lines are in the log above."
                : refusal.message();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
