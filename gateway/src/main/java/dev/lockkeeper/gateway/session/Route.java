package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ActionReader;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Situation;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * One caller's way to one server: what every conversation on it is made of, and the steps that all of them take.
 *
 * @param links places for links to legacy servers, of all conversations together
 */
record Route(
        String server,
        Caller caller,
        Decider decider,
        Connector connector,
        Eras eras,
        QuestionIds ids,
        Semaphore links,
        Listings listings,
        Consumer<ToolDefinition> listed,
        TaskRegistry tasks,
        StateSeal seal,
        SessionSettings settings,
        BridgeSettings bridge,
        Clock clock) {

    ToolLookup tools() {
        return new ToolLookup(server, decider, listings, listed, settings, clock);
    }

    /** What the messages of a conversation would do that meets its server in the era of its client. */
    SessionActions actions() {
        return new SessionActions(server, caller.key(), tasks);
    }

    // Across eras there are no tasks: what comes from here on knows of none.
    /** What a request of a client of this era would do. */
    Action request(Request request, Era era, ActionReader.Tools tools) throws JsonRefused {
        return new ActionReader(server).request(request, across(era), tools);
    }

    private static Situation across(Era era) {
        return Situation.of(
                switch (era) {
                    case LEGACY -> ProtocolVersion.V2025_11_25;
                    case MODERN -> ProtocolVersion.V2026_07_28;
                });
    }

    /** What a request that names no tool would do. */
    Action request(Request request, Era era) throws JsonRefused {
        return request(request, era, ToolDefinition::unlisted);
    }

    Action notice(Notification notice) {
        return new ActionReader(server).notice(notice, across(Era.LEGACY));
    }

    Action question(Request request) {
        return new ActionReader(server).upstreamRequest(request, across(Era.LEGACY));
    }

    Action answer(String method, Response response) {
        return new ActionReader(server)
                .answer(new UpstreamRequest(server, method, JsonObject.EMPTY), response, across(Era.LEGACY));
    }

    Action upstreamNotice(Notification notice) {
        return new ActionReader(server).upstreamNotice(notice, across(Era.LEGACY));
    }

    Context context(Client client) {
        return new Context(caller, client, clock.instant(), Selection.EVERYTHING, Set.of());
    }

    /** Has a message of the gateway's own judged. */
    Permit permit(Action action, dev.lockkeeper.mcp.Message message, Context context) throws JsonRefused {
        return switch (decider.decide(action, message, context)) {
            case Outcome.Granted granted -> granted.permit();
            case Outcome.Refused refused ->
                throw new JsonRefused(
                        refused.refusal().reason(), refused.refusal().message());
        };
    }

    /** Sends a request of the gateway's own, and judges and records its answer though it goes no further. */
    Response ask(Upstream upstream, Request request, Era era, Context context, Duration most)
            throws JsonRefused, UpstreamFailure {
        Permit permit = permit(request(request, era), request, context);
        Response response = Errand.start(upstream, permit, () -> {}).await(most);
        return switch (decider.release(permit, response)) {
            case ReleaseOutcome.Released released ->
                (Response) released.release().message();
            case ReleaseOutcome.Withheld withheld ->
                throw new JsonRefused(
                        withheld.refusal().reason(), withheld.refusal().message());
        };
    }

    Reply answered(Permit permit, Response response) {
        return switch (decider.release(permit, response)) {
            case ReleaseOutcome.Released released -> new Reply.Answered(released.release());
            case ReleaseOutcome.Withheld withheld -> new Reply.Refused(withheld.refusal());
        };
    }

    /** What the client hears when its server fails. */
    Refusal failed(UpstreamFailure failure, Permit permit) {
        return decider.refuse(
                failure.reason(),
                FailureText.of(failure),
                circumstances(permit.action().method())
                        .with("decision", permit.reference())
                        .with("cause", String.valueOf(failure.getMessage())));
    }

    Refusal failed(UpstreamFailure failure, String method) {
        return refuse(failure.reason(), FailureText.of(failure), method, String.valueOf(failure.getMessage()));
    }

    Refusal refuse(Reason reason, String message, String method, String cause) {
        return decider.refuse(reason, message, circumstances(method).with("cause", cause));
    }

    JsonObject circumstances(String method) {
        return JsonObject.EMPTY
                .with("caller", caller.key())
                .with("server", server)
                .with("method", method);
    }
}
