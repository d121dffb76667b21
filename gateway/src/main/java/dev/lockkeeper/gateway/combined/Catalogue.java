package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one list of what several servers list; each part was judged and released on its own. */
final class Catalogue {

    private static final int MOST_PAGES = 100;
    private static final int MOST_ENTRIES = 5_000;
    private static final long MOST_BYTES = 8 << 20;

    private Catalogue() {}

    /** Reads all pages of one server; one that answers with an error, such as for want of the ability, lists nothing. */
    static Listed read(Member member, Listing.Kind kind, JsonObject params, Asking asking) throws Unavailable {
        List<Json> entries = new ArrayList<>();
        String cursor = null;
        long bytes = 0;
        for (int page = 0; page < MOST_PAGES && entries.size() < MOST_ENTRIES && bytes < MOST_BYTES; page++) {
            JsonObject asked = cursor == null ? params : params.with("cursor", cursor);
            Reply reply = member.ask(Request.of(member.nextId(kind.member()), kind.method(), asked), asking);
            if (!(reply instanceof Reply.Answered answered)
                    || !(answered.release().message() instanceof Success success)) {
                return new Listed(member.server(), entries, nothingElse(reply));
            }
            JsonArray listed = success.result().array(kind.member());
            entries.addAll(listed == null ? List.of() : listed.items());
            bytes += success.wire().length();
            cursor = success.result().string("nextCursor");
            if (cursor == null) {
                return new Listed(member.server(), entries, true);
            }
        }
        return new Listed(member.server(), entries, false);
    }

    /** Whether a server that answers so does not have the ability, or the caller no access to the server. */
    private static boolean nothingElse(Reply reply) {
        return switch (reply) {
            case Reply.Answered answered ->
                answered.release().message() instanceof Failure failure && failure.code() == ErrorCode.METHOD_NOT_FOUND;
            case Reply.Refused refused ->
                refused.refusal().reason() == Reason.POLICY_DENIED
                        || refused.refusal().reason() == Reason.POLICY_DEFAULT_DENY;
            case Reply.Own own -> false;
            case Reply.Accepted accepted -> false;
        };
    }

    /** The result of a listing over all servers: names with the server's before them; what two claim is left out. */
    static JsonObject merged(Listing.Kind kind, List<Listed> lists, Era era) {
        List<Json> entries = new ArrayList<>();
        Set<String> contested = contested(kind, lists);
        for (Listed listed : lists) {
            for (Json entry : listed.entries()) {
                JsonObject shown = shown(kind, listed.server(), entry);
                if (shown != null && !contested.contains(String.valueOf(shown.string(member(kind))))) {
                    entries.add(shown);
                }
            }
        }
        JsonObject result = JsonObject.EMPTY.with(kind.member(), new JsonArray(entries));
        // MCP 2026-07-28, "Caching": what several servers and a policy made is not to be kept, nor shared.
        return era == Era.LEGACY
                ? result
                : result.with("resultType", "complete")
                        .with("ttlMs", JsonNumber.of(0))
                        .with("cacheScope", "private");
    }

    private static Set<String> contested(Listing.Kind kind, List<Listed> lists) {
        Map<String, String> claims = new HashMap<>();
        Set<String> contested = new HashSet<>();
        for (Listed listed : lists) {
            for (Json entry : listed.entries()) {
                JsonObject shown = shown(kind, listed.server(), entry);
                String name = shown == null ? null : shown.string(member(kind));
                String first = name == null ? null : claims.putIfAbsent(name, listed.server());
                if (name != null && first != null && !first.equals(listed.server())) {
                    contested.add(name);
                }
            }
        }
        return contested;
    }

    private static @Nullable JsonObject shown(Listing.Kind kind, String server, Json entry) {
        String name = entry instanceof JsonObject object ? object.string(member(kind)) : null;
        if (name == null || !(entry instanceof JsonObject object)) {
            return null;
        }
        return switch (kind) {
            case TOOLS -> ToolDefinition.needsTask(object) ? null : named(object, server, name);
            case PROMPTS -> named(object, server, name);
            case RESOURCES, TEMPLATES -> object;
        };
    }

    private static JsonObject named(JsonObject entry, String server, String name) {
        return entry.with("name", new VisibleName(server, name).text());
    }

    private static String member(Listing.Kind kind) {
        return switch (kind) {
            case TOOLS, PROMPTS -> "name";
            case RESOURCES -> "uri";
            case TEMPLATES -> "uriTemplate";
        };
    }
}
