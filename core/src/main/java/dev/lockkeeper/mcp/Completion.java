package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * {@code completion/complete}.
 *
 * @param prompt whether the reference is to a prompt; otherwise to a resource template
 * @param reference the name of the prompt or the URI template
 */
public record Completion(String server, boolean prompt, String reference, JsonObject params) implements Action {

    @Override
    public String method() {
        return "completion/complete";
    }

    @Override
    public String target() {
        return reference;
    }
}
