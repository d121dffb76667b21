package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ProtocolVersion;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
        var taken = JsonObject.builder();
        for (Map.Entry<String, Json> group : requests.members().entrySet()) {
            JsonObject left = left(group.getValue(), name -> methods.test(group.getKey() + "/" + name));
            if (left != null) {
                taken.put(group.getKey(), left);
            }
        }
        JsonObject kept = taken.build();
        if (kept.members().isEmpty()) {
            return capabilities.without("tasks");
        }
        return kept.equals(requests) ? capabilities : capabilities.with("tasks", tasks.with("requests", kept));
    }

    private static JsonObject filtered(JsonObject object, String member, Predicate<String> names) {
        Json before = object.get(member);
        JsonObject left = before == null ? null : left(before, names);
        if (left == null) {
            return object.without(member);
        }
        return left.equals(before) ? object : object.with(member, left);
    }

    // A member that loses all it held goes as a whole; one that is no object holds nothing that could be agreed on.
    private static @Nullable JsonObject left(Json member, Predicate<String> names) {
        if (!(member instanceof JsonObject before)) {
            return null;
        }
        JsonObject kept = before.only(names);
        return kept.members().isEmpty() && !before.members().isEmpty() ? null : kept;
    }
}
