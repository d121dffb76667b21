package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ProtocolVersion;
import java.util.function.Predicate;

/** What may stand in the capabilities that peers tell each other, beside what a message of its own is judged for. */
final class Capabilities {

    private Capabilities() {}

    /** The capabilities with only those extensions and experiments that the predicate takes. */
    static JsonObject agreed(JsonObject capabilities, Predicate<String> extensions) {
        return filtered(filtered(capabilities, "extensions", extensions), "experimental", extensions);
    }

    /**
     * The capabilities with only those requests as tasks that the predicate takes, each by its method; without tasks
     * where none is left or where the version has none. Only 2025-11-25 has them here; 2026-07-28 has an extension.
     */
    static JsonObject tasks(JsonObject capabilities, String version, Predicate<String> methods) {
        JsonObject tasks = capabilities.object("tasks");
        JsonObject requests = tasks == null ? null : tasks.object("requests");
        if (tasks == null || requests == null || !version.equals(ProtocolVersion.V2025_11_25.text())) {
            return capabilities.without("tasks");
        }
        JsonObject kept = requests;
        for (String group : requests.members().keySet()) {
            kept = filtered(kept, group, name -> methods.test(group + "/" + name));
        }
        if (kept.members().isEmpty()) {
            return capabilities.without("tasks");
        }
        return kept.equals(requests) ? capabilities : capabilities.with("tasks", tasks.with("requests", kept));
    }

    // A member that loses all it held goes as a whole; one that is no object holds nothing that could be agreed on.
    private static JsonObject filtered(JsonObject object, String member, Predicate<String> names) {
        if (object.get(member) == null) {
            return object;
        }
        JsonObject before = object.object(member);
        if (before == null) {
            return object.without(member);
        }
        JsonObject kept = before;
        for (String name : before.members().keySet()) {
            kept = names.test(name) ? kept : kept.without(name);
        }
        if (kept.equals(before)) {
            return object;
        }
        return kept.members().isEmpty() ? object.without(member) : object.with(member, kept);
    }
}
