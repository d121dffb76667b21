package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Folding;
import java.util.Set;

/** Every method and notification that some version of the protocol has, in either direction. */
public final class KnownMethods {

    /** Their names. */
    public static final Set<String> NAMES = Set.of(
            "initialize",
            "ping",
            "server/discover",
            "logging/setLevel",
            "completion/complete",
            "tools/list",
            "tools/call",
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "subscriptions/listen",
            "roots/list",
            "sampling/createMessage",
            "elicitation/create",
            "tasks/get",
            "tasks/result",
            "tasks/list",
            "tasks/update",
            "tasks/cancel",
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/progress",
            "notifications/message",
            "notifications/roots/list_changed",
            "notifications/tools/list_changed",
            "notifications/prompts/list_changed",
            "notifications/resources/list_changed",
            "notifications/resources/updated",
            "notifications/elicitation/complete",
            "notifications/subscriptions/acknowledged",
            "notifications/tasks",
            "notifications/tasks/status");

    private static final Folding FOLDING = new Folding(NAMES);

    private KnownMethods() {}

    /** Whether this is one of them, or a name that a careless peer takes for one. */
    public static boolean resembles(String name) {
        return NAMES.contains(name) || FOLDING.imitates(name);
    }
}
