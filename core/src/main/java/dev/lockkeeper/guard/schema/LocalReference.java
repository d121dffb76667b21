package dev.lockkeeper.guard.schema;

import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code $ref} into the same document: {@code #}, {@code #/json/pointer} (RFC 6901, section 6) or {@code #anchor}.
 * There is no other kind here, so nothing is ever fetched.
 */
record LocalReference(@Nullable String anchor, List<String> tokens) {

    static LocalReference parse(String reference) throws SchemaRefused {
        if (!reference.startsWith("#")) {
            throw new SchemaRefused(
                    Reason.SCHEMA_REFERENCE, "a reference in it leads out of the schema; only #… is followed.");
        }
        String fragment;
        try {
            // A plus sign is itself in a fragment; the decoder is one for forms.
            fragment = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw dangling();
        }
        if (!fragment.isEmpty() && fragment.charAt(0) != '/') {
            return new LocalReference(fragment, List.of());
        }
        var tokens = new ArrayList<String>();
        for (int start = 1; start <= fragment.length(); ) {
            int end = fragment.indexOf('/', start);
            end = end < 0 ? fragment.length() : end;
            tokens.add(fragment.substring(start, end).replace("~1", "/").replace("~0", "~"));
            start = end + 1;
        }
        return new LocalReference(null, tokens);
    }

    static SchemaRefused dangling() {
        return new SchemaRefused(Reason.SCHEMA_REFERENCE, "a reference in it leads nowhere.");
    }

    /** What the pointer points at. */
    Json in(Json document) throws SchemaRefused {
        Json here = document;
        for (String token : tokens) {
            Json next = switch (here) {
                case JsonObject object -> object.get(token);
                case JsonArray array ->
                    isIndex(token, array.items().size()) ? array.items().get(Integer.parseInt(token)) : null;
                default -> null;
            };
            if (next == null) {
                throw dangling();
            }
            here = next;
        }
        return here;
    }

    NodePath place() {
        NodePath path = new NodePath(PathType.JSON_POINTER);
        for (String token : tokens) {
            path = isIndex(token, 1_000_000) ? path.append(Integer.parseInt(token)) : path.append(token);
        }
        return path;
    }

    private static boolean isIndex(String token, int size) {
        return token.matches("0|[1-9][0-9]{0,5}") && Integer.parseInt(token) < size;
    }
}
