package dev.lockkeeper.gateway.front;

import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** What the entrance reads of a request's header. */
final class Headers {

    static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
    static final String SESSION_ID = "Mcp-Session-Id";
    static final String LAST_EVENT_ID = "Last-Event-ID";
    static final String METHOD = "Mcp-Method";
    static final String NAME = "Mcp-Name";
    static final String SELECT = "Lockkeeper-Select";

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final String FIRST_MODERN = "2026-07-28";

    private final HttpFields fields;

    Headers(HttpFields fields) {
        this.fields = fields;
    }

    /** The value of a header that may stand once; null where it is absent. */
    @Nullable String single(String name) throws HttpRefused {
        List<String> values = fields.getValuesList(name);
        if (values.size() > 1) {
            throw HttpRefused.badRequest("The header " + name + " stands more than once.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Whether the header names a protocol version of the modern era, known or not. */
    boolean modern() {
        String version = fields.get(PROTOCOL_VERSION);
        return version != null && DATE.matcher(version).matches() && version.compareTo(FIRST_MODERN) >= 0;
    }

    /** Whether the Accept header takes the media type (RFC 9110, section 12.5.1). */
    boolean accepts(String type, String subtype) {
        for (String value : fields.getValuesList("Accept")) {
            for (String range : value.split(",", -1)) {
                String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
                String media = parts[0].strip();
                boolean matches =
                        media.equals("*/*") || media.equals(type + "/*") || media.equals(type + "/" + subtype);
                if (matches && !weightless(parts)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean weightless(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace(" ", "").replace("\t", "");
            if (parameter.matches("q=0(\\.0{0,3}+)?")) {
                return true;
            }
        }
        return false;
    }

    /** Refuses to answer with events who does not take them. */
    void requireEventStream() throws HttpRefused {
        if (!accepts("text", "event-stream")) {
            throw new HttpRefused(406, Reason.HTTP_REQUEST, "Send Accept: text/event-stream.");
        }
    }

    /** Refuses a body that is not plain JSON in UTF-8. */
    void requireJson() throws HttpRefused {
        String type = single("Content-Type");
        String normal = type == null
                ? ""
                : type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        if (!normal.equals("application/json") && !normal.equals("application/json;charset=utf-8")) {
            throw new HttpRefused(415, Reason.HTTP_REQUEST, "Send Content-Type: application/json in UTF-8.");
        }
        if (fields.contains("Content-Encoding")) {
            throw new HttpRefused(415, Reason.HTTP_REQUEST, "Send the body without a Content-Encoding.");
        }
    }
}
