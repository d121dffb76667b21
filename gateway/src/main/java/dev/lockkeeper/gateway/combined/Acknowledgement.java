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
    /** Of messages that are kept; a tree in memory is many times larger than its text. */
    private static final int MOST_BYTES = 256 << 10;

    private final Request request;
    private final ClientChannel channel;
    private final Decider decider;
    private final Context context;
    private final Set<Member> missing;
    private final Deque<Release> kept = new ArrayDeque<>();
    private final JsonObject wanted;
    private final Set<Json> asked;
    private final Set<Json> uris = new LinkedHashSet<>();
    private final String server;
    private JsonObject agreed = JsonObject.EMPTY;
    private long waiting;
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
        JsonObject notifications = request.params().object("notifications");
        this.wanted = notifications == null ? JsonObject.EMPTY : notifications;
        JsonArray named = wanted.array(Subscriptions.URIS);
        this.asked = named == null ? Set.of() : Set.copyOf(named.items());
        this.server = members.iterator().next().server();
    }

    /** Where one server's part of the subscription speaks, for the thread that asks for this part. */
    ClientChannel channelOf(Member member) {
        Thread asking = Thread.currentThread();
        return release -> {
            if (release.message() instanceof Notification notice
                    && notice.method().equals(METHOD)) {
                agreed(member, notice.params().object("notifications"));
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
        } else {
            waiting -= next.message().wire().length();
        }
        return next;
    }

    // What is too long to be kept is lost, as where nobody listens yet.
    private synchronized boolean keep(Release release) {
        if (state == State.SENT) {
            return false;
        }
        int size = release.message().wire().length();
        if (size > MOST_BYTES) {
            return true;
        }
        while (!kept.isEmpty() && (kept.size() == MOST_KEPT || waiting + size > MOST_BYTES)) {
            waiting -= kept.removeFirst().message().wire().length();
        }
        kept.addLast(release);
        waiting += size;
        return true;
    }

    // INVARIANT: a server acknowledges once, in time, and nothing that the client did not ask for.
    private synchronized void agreed(Member member, @Nullable JsonObject part) {
        if (part == null || state != State.WAITING || !missing.contains(member)) {
            return;
        }
        for (String flag : Subscriptions.FLAGS) {
            if (wanted.get(flag) == JsonBoolean.TRUE && part.get(flag) == JsonBoolean.TRUE) {
                agreed = agreed.with(flag, JsonBoolean.TRUE);
            }
        }
        JsonArray named = part.array(Subscriptions.URIS);
        if (named != null) {
            named.items().stream().filter(asked::contains).forEach(uris::add);
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
