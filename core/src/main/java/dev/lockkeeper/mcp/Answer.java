package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * The client's answer to an {@link UpstreamRequest}.
 *
 * @param method the method that is answered
 * @param params the result, or the error under the member {@code error}
 */
public record Answer(String server, String method, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
