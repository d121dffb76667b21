package dev.lockkeeper.embed;

import dev.lockkeeper.json.JsonObject;

/**
 * A call that was judged, permitted and recorded.
 *
 * @param arguments exactly what was judged
 * @param facts what the permission rests on, by the JSON Pointer of the argument. For a URL or host whose name was
 *     resolved {@code {"/url": {"host": "example.com", "addresses": ["192.0.2.1"]}}}: no other address is permitted
 * @param reference the journal's reference of the decision
 */
public record GrantedCall(JsonObject arguments, JsonObject facts, String reference) {

    /**
     * An argument that the tool's schema requires to be a string.
     *
     * @throws IllegalArgumentException where there is none, so that the schema is not what the tool thinks it is
     */
    public String text(String name) {
        String value = arguments.string(name);
        if (value == null) {
            throw new IllegalArgumentException("the schema of the tool does not require the string " + name);
        }
        return value;
    }
}
