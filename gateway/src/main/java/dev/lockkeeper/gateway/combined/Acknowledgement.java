package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.UpstreamNotice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one acknowledgement of a subscription out of those of its servers, and keeps what they say before it until
 * it is sent (MCP 2026-07-28, "Subscriptions", section "Acknowledgment"). Thread-safe; sends without a lock.
 */
final class Acknowledgement {

    static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

    private static final String METHOD = "notifications/subscriptions/acknowledged";
    private static final int MOST_KEPT = 256;

    private final Request request;
    private final ClientChannel channel;
    private final Decider decider;
    private final Context context;
    private final Set<Member> missing;
    private final Deque<Release> kept = new ArrayDeque<>();
    private final Set<Json> uris = new LinkedHashSet<>();
    private final String server;
    private JsonObject agreed = JsonObject.EMPTY;
    private State state = State.WAITING;

    private enum State {
        WAITING,
        SENDING,
        SENT
    }

    /** @param members not empty */
    Acknowledgement(
            Request request, Collection<Member> members, ClientChannel channel, Decider decider, Context context) {
        this.request = request;
        this.channel = channel;
        this.decider = decider;
        this.context = context;
        this.missing = new HashSet<>(members);
        this.server = members.iterator().next().server();
    }

    /** Where one server's part of the subscription speaks, for the thread that asks for this part. */
    ClientChannel channelOf(Member member) {
        Thread asking = Thread.currentThread();
        return release -> {
            if (release.message() instanceof Notification notice
                    && notice.method().equals(METHOD)) {
                agreed(notice.params().object("notifications"));
                settled(member);
            } else if (release.message() instanceof Notification notice
                    && notice.method().equals("notifications/cancelled")) {
                // The end of its own part, and of no other server's.
                settled(member);
                asking.interrupt();
            } else if (!keep(release)) {
                channel.send(release);
            }
        };
    }

    /** This server's acknowledgement came, or will not come any more. */
    void settled(Member member) {
        boolean last;
        synchronized (this) {
            missing.remove(member);
            last = missing.isEmpty();
            notifyAll();
        }
        if (last) {
            complete();
        }
    }

    /** Waits so long for those that are missing, then does without them. */
    void completeAfter(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        synchronized (this) {
            for (long left = wait.toNanos(); left > 0 && !missing.isEmpty(); left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
        complete();
    }

    private void complete() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.SENDING;
        }
        try {
            Release merged = merged();
            if (merged != null) {
                channel.send(merged);
            }
            for (Release next = next(); next != null; next = next()) {
                channel.send(next);
            }
        } catch (IOException gone) {
            // The client went away, which ends the subscription.
        }
    }

    private synchronized @Nullable Release next() {
        Release next = kept.pollFirst();
        if (next == null) {
            state = State.SENT;
        }
        return next;
    }

    private synchronized boolean keep(Release release) {
        if (state == State.SENT) {
            return false;
        }
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(release);
        return true;
    }

    private synchronized void agreed(@Nullable JsonObject part) {
        if (part == null) {
            return;
        }
        for (Map.Entry<String, Json> each : part.members().entrySet()) {
            if (each.getValue() == JsonBoolean.TRUE) {
                agreed = agreed.with(each.getKey(), JsonBoolean.TRUE);
            } else if (each.getKey().equals(Subscriptions.URIS) && each.getValue() instanceof JsonArray named) {
                uris.addAll(named.items());
            }
        }
    }

    private @Nullable Release merged() {
        JsonObject notifications;
        synchronized (this) {
            List<Json> all = new ArrayList<>(uris);
            notifications = all.isEmpty() ? agreed : agreed.with(Subscriptions.URIS, new JsonArray(all));
        }
        JsonObject params = JsonObject.EMPTY
                .with("_meta", JsonObject.EMPTY.with(SUBSCRIPTION, request.id().value()))
                .with("notifications", notifications);
        var action = new UpstreamNotice(server, METHOD, params);
        return decider.relay(action, Notification.of(METHOD, params), context) instanceof RelayOutcome.Released released
                ? released.release()
                : null;
    }
}
