package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * The client's answer to an {@link UpstreamRequest}.
 *
 * @param method the method that is answered
 * @param origin the method whose permission this needs, as the request's
 * @param params the result, or the error under the member {@code error}
 */
public record Answer(String server, String method, String origin, JsonObject params) implements Action {

    /** An answer that needs the permission of the method it answers. */
    public Answer(String server, String method, JsonObject params) {
        this(server, method, method, params);
    }

    @Override
    public String target() {
        return "";
    }
}
