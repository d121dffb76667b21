package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;
import java.util.List;

/**
 * {@code resources/subscribe} and {@code resources/unsubscribe}, or {@code subscriptions/listen}.
 *
 * @param uris the resources whose changes are asked for; may be empty for {@code subscriptions/listen}
 * @param tasks the caller's own tasks whose changes are asked for, by the extension of 2026-07-28
 */
public record Subscription(String server, String method, List<String> uris, List<Task> tasks, JsonObject params)
        implements Action {

    public Subscription {
        uris = List.copyOf(uris);
        tasks = List.copyOf(tasks);
    }

    /** A subscription to resources alone. */
    public Subscription(String server, String method, List<String> uris, JsonObject params) {
        this(server, method, uris, List.of(), params);
    }

    @Override
    public String target() {
        return String.join(" ", uris);
    }
}
