package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A modern client's subscription to a legacy server. What the server says before the subscription is acknowledged waits,
 * once for each thing that changed. Equal only to itself; thread-safe.
 */
final class Following {

    /** The members of the filter, by the notification that each asks for. */
    static final Map<String, String> LISTS = Map.of(
            "notifications/tools/list_changed", "toolsListChanged",
            "notifications/prompts/list_changed", "promptsListChanged",
            "notifications/resources/list_changed", "resourcesListChanged");

    private final Request request;
    private final Context context;
    private final ClientChannel channel;
    private final JsonObject filter;
    private final Set<String> uris = ConcurrentHashMap.newKeySet();
    private final Map<String, Release> early = new LinkedHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean acknowledged;
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

    /** @param what tells things that changed apart */
    void tell(String what, Release release) {
        synchronized (this) {
            if (!acknowledged) {
                early.put(what, release);
                return;
            }
        }
        send(release);
    }

    /** Sends the acknowledgement, what changed before it, and from now on what changes. */
    void acknowledge(Release acknowledgement) {
        List<Release> next = List.of(acknowledgement);
        while (!next.isEmpty()) {
            next.forEach(this::send);
            synchronized (this) {
                next = new ArrayList<>(early.values());
                early.clear();
                acknowledged = next.isEmpty();
            }
        }
    }

    void end() {
        ended.countDown();
    }

    /** The client wants no more. */
    void cancel() {
        cancelled = true;
        end();
    }

    boolean cancelled() {
        return cancelled;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private void send(Release release) {
        try {
            channel.send(release);
        } catch (IOException gone) {
            end();
        }
    }
}
