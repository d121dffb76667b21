package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonString;

/** A JSON-RPC id. Typed: the string {@code "1"} and the number {@code 1} are different ids. */
public record RequestId(Json value) {

    /** What a peer chooses and the gateway remembers is short: an id, and a progress token. */
    static final int MAX_CHARS = 256;

    public RequestId {
        if (!(value instanceof JsonString) && !(value instanceof JsonNumber)) {
            throw new IllegalArgumentException("an id is a string or a number");
        }
    }

    public static RequestId of(long value) {
        return new RequestId(JsonNumber.of(value));
    }

    @Override
    public String toString() {
        return value.text();
    }
}
