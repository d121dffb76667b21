package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * What a message would do, in the terms guards and policies speak. Everything that crosses the gateway, in either
 * direction, is one of these before it is judged.
 */
public sealed interface Action
        permits ToolCall,
                ResourceRead,
                PromptGet,
                Completion,
                Listing,
                Subscription,
                Housekeeping,
                TaskUse,
                TaskListing,
                ClientNotice,
                UpstreamRequest,
                Answer,
                UpstreamNotice,
                UnknownTask,
                UnknownMethod {

    /** The name of the server in the configuration. */
    String server();

    /** The protocol's method, such as {@code tools/call}. */
    String method();

    /** What is acted upon: a tool's name, a resource's URI, a prompt's name; empty where there is no such thing. */
    String target();

    /** The parameters as they are forwarded; empty where there are none. */
    JsonObject params();
}
