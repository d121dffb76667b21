package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.util.Map;
import java.util.Set;

/**
 * The client's {@code initialize} as the server may see it: without the abilities that the policy would not let the
 * server use, so that it does not try.
 */
final class Introduction {

    private static final JsonObject NAMELESS =
            JsonObject.EMPTY.with("name", "unnamed").with("version", "0");
    private static final Map<String, String> METHODS = Map.of(
            "roots", "roots/list",
            "sampling", "sampling/createMessage",
            "elicitation", "elicitation/create");

    private static final Set<String> AGREED = Set.of("tasks", "extensions", "experimental");

    private Introduction() {}

    /**
     * Whether a client with these abilities can be asked this.
     *
     * @param abilities the client's capabilities, as either era declares them
     */
    static boolean declared(JsonObject abilities, String method, JsonObject params) {
        String name = METHODS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(method))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        JsonObject ability = abilities.object(name);
        if (ability == null || !method.equals("elicitation/create")) {
            return ability != null;
        }
        // 2025-11-25: what names neither form nor url declares forms.
        return "url".equals(params.string("mode"))
                ? ability.get("url") != null
                : ability.get("form") != null || ability.get("url") == null;
    }

    /**
     * The {@code initialize} that a modern request stands for.
     *
     * @param meta the request's {@code _meta}
     */
    static Request of(JsonObject meta, String server, Decider decider, Context context) throws JsonRefused {
        JsonObject client = meta.object(ClientProfile.CLIENT_KEY);
        JsonObject capabilities = meta.object(ClientProfile.CAPABILITIES_KEY);
        JsonObject params = JsonObject.EMPTY
                .with("protocolVersion", ProtocolVersion.V2025_11_25.text())
                .with("capabilities", capabilities == null ? JsonObject.EMPTY : capabilities)
                .with("clientInfo", client == null ? NAMELESS : client);
        var id = new RequestId(new JsonString("lockkeeper-initialize"));
        return reduced(Request.of(id, "initialize", params), server, decider, context);
    }

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
            JsonObject kept = capabilities.only(name -> {
                String method = METHODS.get(name);
                return method == null ? AGREED.contains(name) : permitted(decider, server, method, context);
            });
            kept = Capabilities.agreed(
                    kept, name -> decider.rulebook().extensions().test(server, name));
            kept = Capabilities.tasks(
                    kept,
                    String.valueOf(changed.string("protocolVersion")),
                    method -> METHODS.containsValue(method) && permitted(decider, server, method, context));
            changed = changed.with("capabilities", kept);
        }
        ClientProfile.introduction(changed);
        return changed.equals(params) ? initialize : Request.of(initialize.id(), initialize.method(), changed);
    }

    private static boolean permitted(Decider decider, String server, String method, Context context) {
        return decider.explain(new UpstreamRequest(server, method, JsonObject.EMPTY), context)
                .passes();
    }
}
