package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.util.Map;
import java.util.Set;

/**
 * The client's {@code initialize} as the server may see it: without the abilities that the policy would not let the
 * server use, so that it does not try.
 */
final class Introduction {

    private static final Map<String, String> METHODS = Map.of(
            "roots", "roots/list",
            "sampling", "sampling/createMessage",
            "elicitation", "elicitation/create");

    private static final Set<String> AGREED = Set.of("tasks", "extensions", "experimental");

    private Introduction() {}

    static Request reduced(Request initialize, String server, Decider decider, Context context) throws JsonRefused {
        JsonObject params = initialize.params();
        String version = params.string("protocolVersion");
        if (version == null) {
            throw new JsonRefused(Reason.PARAMS_INVALID, "The member protocolVersion must be a string.");
        }
        JsonObject changed = params;
        // A version nobody knows is answered as the specification says: with the newest that initialize can agree on.
        if (ProtocolVersion.of(version)
                .filter(known -> known.era() == Era.LEGACY)
                .isEmpty()) {
            changed = changed.with("protocolVersion", ProtocolVersion.V2025_11_25.text());
        }
        JsonObject capabilities = params.object("capabilities");
        if (capabilities != null) {
            JsonObject kept = capabilities;
            for (String name : capabilities.members().keySet()) {
                String method = METHODS.get(name);
                if (method == null ? !AGREED.contains(name) : !permitted(decider, server, method, context)) {
                    kept = kept.without(name);
                }
            }
            kept = Capabilities.agreed(
                    kept, name -> decider.rulebook().extensions().test(server, name));
            kept = Capabilities.tasks(
                    kept,
                    String.valueOf(changed.string("protocolVersion")),
                    method -> METHODS.containsValue(method) && permitted(decider, server, method, context));
            changed = changed.with("capabilities", kept);
        }
        return changed.equals(params) ? initialize : Request.of(initialize.id(), initialize.method(), changed);
    }

    private static boolean permitted(Decider decider, String server, String method, Context context) {
        return decider.explain(new UpstreamRequest(server, method, JsonObject.EMPTY), context)
                .passes();
    }
}
