package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A modern client's subscription to a legacy server. What the server says waits until the subscription is acknowledged;
 * a client that reads slowly holds up nobody else. Equal only to itself; thread-safe.
 */
final class Following {

    /** The members of the filter, by the notification that each asks for. */
    static final Map<String, String> LISTS = Map.of(
            "notifications/tools/list_changed", "toolsListChanged",
            "notifications/prompts/list_changed", "promptsListChanged",
            "notifications/resources/list_changed", "resourcesListChanged");

    private static final int WAITING = 100;

    private final Request request;
    private final Context context;
    private final ClientChannel channel;
    private final JsonObject filter;
    private final Set<String> uris = ConcurrentHashMap.newKeySet();
    private final Listener listener = new Listener(WAITING);
    private volatile boolean cancelled;

    Following(Request request, Context context, ClientChannel channel) {
        this.request = request;
        this.context = context;
        this.channel = channel;
        this.filter = LegacyForm.object(request.params(), "notifications");
    }

    Request request() {
        return request;
    }

    Context context() {
        return context;
    }

    /** The resources that the server was asked to tell of. */
    Set<String> uris() {
        return uris;
    }

    /** Whether the client asked for notifications of this method. */
    boolean wantsList(String method) {
        String member = LISTS.get(method);
        return member != null && filter.get(member) == JsonBoolean.TRUE;
    }

    boolean follows(@Nullable String uri) {
        return uri != null && uris.contains(uri);
    }

    void tell(Release release) {
        listener.offer(release);
    }

    /** Sends the acknowledgement, then what the server said before it and says from now on, until it ends. */
    void deliver(Release acknowledgement) throws InterruptedException {
        try {
            channel.send(acknowledgement);
        } catch (IOException gone) {
            // The client went away.
            return;
        }
        var over = new CountDownLatch(1);
        var delivering = listener.listen(new ClientChannel() {
            @Override
            public void send(Release release) throws IOException {
                channel.send(release);
            }

            @Override
            public void end() {
                over.countDown();
            }
        });
        try {
            over.await();
        } finally {
            delivering.close();
        }
    }

    void end() {
        listener.close();
    }

    /** The client wants no more. */
    void cancel() {
        cancelled = true;
        end();
    }

    boolean cancelled() {
        return cancelled;
    }
}
