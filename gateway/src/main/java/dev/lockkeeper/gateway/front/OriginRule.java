package dev.lockkeeper.gateway.front;

import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Which web pages may call, and the CORS headers that those get; a request without an Origin comes from no page. */
final class OriginRule {

    private static final Set<String> METHODS = Set.of("POST", "GET", "DELETE");
    private static final Set<String> REQUEST_HEADERS = Set.of(
            "accept",
            "authorization",
            "content-type",
            "last-event-id",
            "lockkeeper-select",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id");

    private final Set<String> allowed;

    OriginRule(List<String> origins) {
        this.allowed = Set.copyOf(origins);
    }

    /**
     * The origin that the answer must name, where a configured one calls; null where none is sent, or the gateway's own.
     */
    @Nullable String check(Request request, Authority authority) throws HttpRefused {
        List<String> origins = request.getHeaders().getValuesList("Origin");
        if (origins.isEmpty()) {
            return null;
        }
        String origin = origins.getFirst();
        if (origins.size() == 1) {
            if (allowed.contains(origin)) {
                return origin;
            }
            String own = (request.isSecure() ? "https://" : "http://") + authority;
            if (origin.equals(own)) {
                return null;
            }
        }
        throw new HttpRefused(
                403, Reason.HTTP_ORIGIN, "Web pages of this origin may not call; add it to the allowed origins.");
    }

    /** What an answer to a page carries. */
    static void answer(HttpFields.Mutable headers, String origin) {
        headers.put("Access-Control-Allow-Origin", origin);
        headers.put("Access-Control-Expose-Headers", Headers.SESSION_ID);
        headers.add("Vary", "Origin");
    }

    /** What the answer to a preflight carries (Fetch, "CORS-preflight request"). */
    static void answerPreflight(HttpFields asked, HttpFields.Mutable headers) throws HttpRefused {
        String method = asked.get("Access-Control-Request-Method");
        if (method == null || !METHODS.contains(method)) {
            throw HttpRefused.badRequest("Pages may use POST, GET and DELETE.");
        }
        headers.put("Access-Control-Allow-Methods", "POST, GET, DELETE");
        headers.put("Access-Control-Allow-Headers", String.join(", ", allowedHeaders(asked)));
        headers.put("Access-Control-Max-Age", "600");
        headers.add("Vary", "Access-Control-Request-Headers");
    }

    private static List<String> allowedHeaders(HttpFields asked) {
        List<String> named = new ArrayList<>(REQUEST_HEADERS.stream().sorted().toList());
        String wanted = asked.get("Access-Control-Request-Headers");
        if (wanted != null) {
            for (String name : wanted.toLowerCase(Locale.ROOT).split(",", -1)) {
                if (name.strip().matches("mcp-param-[a-z0-9_-]{1,64}")) {
                    named.add(name.strip());
                }
            }
        }
        return named;
    }
}
