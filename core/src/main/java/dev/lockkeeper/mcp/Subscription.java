package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * {@code resources/subscribe} and {@code resources/unsubscribe}, or {@code subscriptions/listen}.
 *
 * @param uris the resources whose changes are asked for; may be empty for {@code subscriptions/listen}
 */
public record Subscription(String server, String method, java.util.List<String> uris, JsonObject params)
        implements Action {

    public Subscription {
        uris = java.util.List.copyOf(uris);
    }

    @Override
    public String target() {
        return String.join(" ", uris);
    }
}
