package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server up to 2025-11-25 was told that it remembers: a new process of it knows nothing of that. Thread-safe.
 */
final class Handshake {

    private static final int MOST = 256;

    private final Map<String, Permit> told = new LinkedHashMap<>();
    private @Nullable String version;

    /** Takes a request that was answered. */
    synchronized void answered(Permit permit, Response response) {
        if (!(response instanceof Success success) || !(permit.message() instanceof Request request)) {
            return;
        }
        switch (request.method()) {
            case "initialize" -> {
                version = success.result().string("protocolVersion");
                keep(request.method(), permit);
            }
            case "logging/setLevel" -> keep(request.method(), permit);
            case "resources/subscribe" -> keep(subscription(request), permit);
            case "resources/unsubscribe" -> told.remove(subscription(request));
            default -> {}
        }
    }

    /** Takes a notification that was sent. */
    synchronized void sent(Permit permit) {
        if (permit.action().method().equals("notifications/initialized")) {
            keep("notifications/initialized", permit);
        }
    }

    /** All of it, in its order. */
    synchronized List<Permit> all() {
        return List.copyOf(told.values());
    }

    /** Whether an answer to {@code initialize} says what the client was told. */
    synchronized boolean agrees(Success answer) {
        return version != null && version.equals(answer.result().string("protocolVersion"));
    }

    private void keep(String key, Permit permit) {
        if (told.size() < MOST || told.containsKey(key)) {
            told.put(key, permit);
        }
    }

    private static String subscription(Request request) {
        return "resources/subscribe " + request.params().string("uri");
    }
}
