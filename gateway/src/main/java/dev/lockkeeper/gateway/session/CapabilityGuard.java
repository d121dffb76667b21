package dev.lockkeeper.gateway.session;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Takes from a server's introduction what the gateway would not let through, so that no client relies on it: unknown
 * capabilities, and protocol versions that are not known.
 */
public final class CapabilityGuard implements ResultGuard {

    private static final Set<String> KNOWN =
            Set.of("tools", "resources", "prompts", "completions", "logging", "tasks", "extensions", "experimental");

    private final BiPredicate<String, String> extensions;

    /** @param extensions whether, by the names of a server and of an extension, its clients may hear of it */
    public CapabilityGuard(BiPredicate<String, String> extensions) {
        this.extensions = extensions;
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (!(action instanceof Housekeeping) || !(response instanceof Success success)) {
            return ResultVerdict.pass();
        }
        return switch (action.method()) {
            case "initialize" -> initialize(action.server(), success.result());
            case "server/discover" ->
                changed(
                        success.result(),
                        versions(reduced(action.server(), success.result(), ProtocolVersion.V2026_07_28.text())));
            default -> ResultVerdict.pass();
        };
    }

    private ResultVerdict initialize(String server, JsonObject result) {
        String version = result.string("protocolVersion");
        boolean known = version != null
                && ProtocolVersion.of(version)
                        .filter(each -> each != ProtocolVersion.V2026_07_28)
                        .isPresent();
        if (version == null || !known) {
            return new ResultVerdict.Withhold(
                    Reason.UPSTREAM_PROTOCOL,
                    "The server answered with a protocol version that the gateway does not speak.",
                    "initialize was answered with an unknown protocolVersion");
        }
        return changed(result, reduced(server, result, version));
    }

    private static ResultVerdict changed(JsonObject before, JsonObject after) {
        return before.equals(after)
                ? ResultVerdict.pass()
                : new ResultVerdict.Replace(after, Reason.CAPABILITIES_REDUCED, "capabilities or versions left out");
    }

    private JsonObject reduced(String server, JsonObject result, String version) {
        JsonObject capabilities = result.object("capabilities");
        if (capabilities == null) {
            return result;
        }
        JsonObject kept = capabilities;
        for (String name : capabilities.members().keySet()) {
            kept = KNOWN.contains(name) ? kept : kept.without(name);
        }
        kept = Capabilities.agreed(kept, name -> extensions.test(server, name));
        kept = Capabilities.tasks(kept, version, "tools/call"::equals);
        return result.with("capabilities", kept);
    }

    private static JsonObject versions(JsonObject result) {
        JsonArray offered = result.array("supportedVersions");
        if (offered == null) {
            return result;
        }
        List<Json> kept = new ArrayList<>();
        for (Json each : offered.items()) {
            if (each instanceof JsonString text
                    && ProtocolVersion.of(text.value()).isPresent()) {
                kept.add(each);
            }
        }
        return result.with("supportedVersions", new JsonArray(kept));
    }
}
