package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Carries {@code subscriptions/listen} out at a legacy server, which knows one resource at a time. */
final class Subscriptions {

    private static final int MOST_RESOURCES = 256;

    private final Route route;

    Subscriptions(Route route) {
        this.route = route;
    }

    /** Waits until one of both sides ends it. */
    Reply listen(Request request, LegacyLink link, Context context, ClientChannel channel)
            throws JsonRefused, UpstreamFailure {
        Action action = route.request(request, Era.MODERN);
        List<String> wanted = action instanceof Subscription subscription ? subscription.uris() : List.of();
        if (wanted.size() > MOST_RESOURCES) {
            throw new JsonRefused(
                    Reason.PARAMS_INVALID, "One subscription names at most " + MOST_RESOURCES + " resources.");
        }
        return switch (route.decider().decide(action, request, context)) {
            case Outcome.Refused refused -> new Reply.Refused(refused.refusal());
            case Outcome.Granted granted ->
                follow(new Following(request, context, channel), wanted, link, granted.permit());
        };
    }

    private Reply follow(Following following, List<String> wanted, LegacyLink link, Permit permit) throws JsonRefused {
        link.followings().add(following);
        try {
            if (link.closed()) {
                throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server went away");
            }
            for (String uri : subscribable(link) ? wanted : List.<String>of()) {
                follow(following, uri, link);
            }
            following.deliver(acknowledgement(following, link));
            return new Reply.Refused(route.failed(
                    following.cancelled()
                            ? new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client cancelled")
                            : new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server went away"),
                    permit));
        } catch (UpstreamFailure failure) {
            return new Reply.Refused(route.failed(failure, permit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Refused(
                    route.failed(new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client went away"), permit));
        } finally {
            link.followings().remove(following);
            link.used();
            // Not on this thread, which is not to wait any longer.
            Thread.ofVirtual().name("unsubscribe-" + route.server()).start(() -> unfollow(following, link));
        }
    }

    // INVARIANT: the client hears of a resource only if the server was asked to tell of it under a permit.
    private void follow(Following following, String uri, LegacyLink link) throws JsonRefused, UpstreamFailure {
        following.uris().add(uri);
        boolean followed = link.followedBesides(following, uri)
                || link.ask("resources/subscribe", JsonObject.EMPTY.with("uri", uri), following.context())
                        instanceof Success;
        if (!followed) {
            following.uris().remove(uri);
        }
    }

    private void unfollow(Following following, LegacyLink link) {
        for (String uri : following.uris()) {
            if (link.closed() || link.followedBesides(following, uri)) {
                continue;
            }
            try {
                link.ask("resources/unsubscribe", JsonObject.EMPTY.with("uri", uri), following.context());
            } catch (JsonRefused | UpstreamFailure e) {
                // The server goes on telling of it, which reaches nobody.
            }
        }
    }

    private Release acknowledgement(Following following, LegacyLink link) throws JsonRefused {
        JsonObject honoured = JsonObject.EMPTY;
        for (Map.Entry<String, String> list : Following.LISTS.entrySet()) {
            String kind = list.getKey().split("/", -1)[1];
            boolean told = LegacyForm.object(link.serverCapabilities(), kind).get("listChanged") == JsonBoolean.TRUE;
            if (told && following.wantsList(list.getKey())) {
                honoured = honoured.with(list.getValue(), JsonBoolean.TRUE);
            }
        }
        if (!following.uris().isEmpty()) {
            honoured = honoured.with("resourceSubscriptions", JsonArray.ofStrings(new TreeSet<>(following.uris())));
        }
        Notification acknowledged = LegacyForm.subscribed(
                "notifications/subscriptions/acknowledged",
                JsonObject.EMPTY.with("notifications", honoured),
                following.request().id());
        return switch (route.decider().relay(route.upstreamNotice(acknowledged), acknowledged, following.context())) {
            case RelayOutcome.Released released -> released.release();
            case RelayOutcome.Refused refused ->
                throw new JsonRefused(
                        refused.refusal().reason(), refused.refusal().message());
        };
    }

    private static boolean subscribable(LegacyLink link) {
        return LegacyForm.object(link.serverCapabilities(), "resources").get("subscribe") == JsonBoolean.TRUE;
    }
}
