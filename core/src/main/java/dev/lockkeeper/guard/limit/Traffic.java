package dev.lockkeeper.guard.limit;

import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;

/** Which limits a message is under. */
enum Traffic {
    /** A request that has the server do something: all of them. */
    CALL,
    /** What else a client sends: how much of it there is. */
    MESSAGE,
    /** What a server sends or waits for, of which it has bounds of its own: none. */
    INBOUND;

    static Traffic of(Action action, Message message) {
        return switch (action) {
            case ToolCall call -> request(message);
            case ResourceRead read -> request(message);
            case PromptGet get -> request(message);
            case Completion completion -> request(message);
            // Told of a task is who asked a server; asked about it is the server.
            case TaskUse use -> message instanceof Request ? CALL : INBOUND;
            case UnknownMethod unknown -> unknown.fromServer() ? INBOUND : request(message);
            case Listing listing -> MESSAGE;
            case Subscription subscription -> MESSAGE;
            case TaskListing listing -> MESSAGE;
            case Housekeeping housekeeping -> MESSAGE;
            case ClientNotice notice -> MESSAGE;
            case UnknownTask unknown -> MESSAGE;
            case UpstreamRequest request -> INBOUND;
            case UpstreamNotice notice -> INBOUND;
            case Answer answer -> INBOUND;
        };
    }

    private static Traffic request(Message message) {
        return message instanceof Request ? CALL : MESSAGE;
    }
}
