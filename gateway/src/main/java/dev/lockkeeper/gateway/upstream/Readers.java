package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.MessageReader;

/** What reads a server's texts; one for all its conversations, which may be many. */
record Readers(MessageReader messages, JsonReader json) {

    /** @param bytes the longest text */
    static Readers upTo(int bytes) {
        JsonLimits limits = JsonLimits.DEFAULT.withBytes(bytes);
        return new Readers(new MessageReader(limits), new JsonReader(limits));
    }
}
