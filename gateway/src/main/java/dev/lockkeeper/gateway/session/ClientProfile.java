package dev.lockkeeper.gateway.session;

import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client says of itself, in the messages of either era. */
public final class ClientProfile {

    static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    static final String CLIENT_KEY = "io.modelcontextprotocol/clientInfo";
    /** The member of {@code _meta} that narrows the client's view. */
    public static final String SELECT_KEY = "dev.lockkeeper/select";

    private static final int MOST_GLOBS = 64;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_INTRODUCTION = 32 << 10;
    private static final Set<String> INTRODUCTION = Set.of("protocolVersion", "capabilities", "clientInfo");

    private ClientProfile() {}

    /**
     * The era of one request: modern where its {@code _meta} names a version, whatever was said before.
     *
     * @throws JsonRefused when the version is not one that the gateway speaks in requests that stand alone, or when such
     *     a request does not say what its client can do
     */
    public static Era era(Request request) throws JsonRefused {
        Json version = request.meta().get(VERSION_KEY);
        if (version == null) {
            return Era.LEGACY;
        }
        boolean modern = version instanceof JsonString text
                && ProtocolVersion.of(text.value())
                        .filter(known -> known.era() == Era.MODERN)
                        .isPresent();
        if (modern) {
            if (request.meta().object(CAPABILITIES_KEY) == null) {
                throw new JsonRefused(
                        Reason.META_MISSING, "The member _meta must hold the object " + CAPABILITIES_KEY + ".");
            }
            return Era.MODERN;
        }
        throw new JsonRefused(
                Reason.VERSION_UNSUPPORTED,
                "This protocol version is not supported in requests that stand alone; use "
                        + ProtocolVersion.V2026_07_28.text() + ".");
    }

    /**
     * What of the parameters of {@code initialize} says who the client is. It is kept for as long as the client
     * converses, and bounded for that: a tree in memory is many times larger than its text.
     */
    public static JsonObject introduction(JsonObject params) throws JsonRefused {
        JsonObject kept = params.only(INTRODUCTION::contains);
        if (kept.text().length() > LONGEST_INTRODUCTION) {
            throw new JsonRefused(
                    Reason.JSON_BOUND,
                    "The members capabilities and clientInfo may have " + LONGEST_INTRODUCTION
                            + " characters together.");
        }
        return kept;
    }

    /** The client's name and version as the object {@code clientInfo} of either era has them, shortened. */
    static Client client(@Nullable JsonObject info) {
        return info == null
                ? Client.UNKNOWN
                : new Client(shortened(info.string("name")), shortened(info.string("version")));
    }

    /** What the request's {@code _meta} narrows the client's view to. */
    public static Selection selection(Request request) throws JsonRefused {
        Json wanted = request.meta().get(SELECT_KEY);
        if (wanted == null) {
            return Selection.EVERYTHING;
        }
        List<String> globs = new ArrayList<>();
        if (!(wanted instanceof JsonArray array) || array.items().size() > MOST_GLOBS) {
            throw invalidSelection();
        }
        for (Json item : array.items()) {
            if (!(item instanceof JsonString glob)) {
                throw invalidSelection();
            }
            globs.add(glob.value());
        }
        return selection(globs);
    }

    /**
     * A selection of one layer.
     *
     * @param globs over tool names, prompt names and resource URIs; at most 64, each at most 200 characters
     */
    public static Selection selection(List<String> globs) throws JsonRefused {
        List<Glob> layer = new ArrayList<>();
        for (String glob : globs) {
            if (glob.isEmpty() || glob.length() > LONGEST_NAME || layer.size() >= MOST_GLOBS) {
                throw invalidSelection();
            }
            layer.add(glob.contains("://") ? Glob.uri(glob) : Glob.name(glob));
        }
        return new Selection(List.of(layer));
    }

    private static JsonRefused invalidSelection() {
        return new JsonRefused(
                Reason.SELECTION_INVALID,
                "A selection is a list of at most " + MOST_GLOBS + " globs of 1 to " + LONGEST_NAME + " characters.");
    }

    private static String shortened(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }
}
