package dev.lockkeeper.policy;

import com.google.re2j.Pattern;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.net.URI;
import java.net.URISyntaxException;

/** Which elicitations may reach a person: forms, and URLs that a browser opens as they look. */
final class Elicitation {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

    private Elicitation() {}

    /**
     * Whether the parameters of {@code elicitation/create} are of form mode, or of URL mode (MCP 2025-11-25) with an
     * {@code https} URL without user information; {@code http} passes on loopback only.
     */
    static boolean acceptable(JsonObject params) {
        Json mode = params.get("mode");
        Json url = params.get("url");
        boolean form = mode == null || new JsonString("form").equals(mode);
        if (form && url == null) {
            return true;
        }
        return (form || new JsonString("url").equals(mode)) && url instanceof JsonString text && safe(text.value());
    }

    private static boolean safe(String text) {
        if (text.length() > ResourceUris.MAX_CHARS) {
            return false;
        }
        try {
            var url = new URI(text);
            String host = url.getHost();
            return host != null
                    && url.getRawUserInfo() == null
                    && ("https".equalsIgnoreCase(url.getScheme())
                            || "http".equalsIgnoreCase(url.getScheme())
                                    && LOOPBACK.matcher(host).matches());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
