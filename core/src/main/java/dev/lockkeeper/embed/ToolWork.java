package dev.lockkeeper.embed;

import dev.lockkeeper.json.JsonObject;

/** What a tool does once a call of it is permitted. */
@FunctionalInterface
public interface ToolWork {

    /**
     * Does it, with the arguments of the call and no others.
     *
     * @return a {@code CallToolResult} of the protocol, such as {@link ToolResult#text} makes
     * @throws Exception whose text is recorded and not told to the caller. What the caller should know, such as that a
     *     thing does not exist, is a {@linkplain ToolResult#error result that says so}
     */
    JsonObject call(GrantedCall call) throws Exception;
}
