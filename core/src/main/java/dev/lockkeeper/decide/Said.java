package dev.lockkeeper.decide;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;

/** What a server says by itself, with other parameters. */
final class Said {

    private Said() {}

    static JsonObject params(Message message) {
        return switch (message) {
            case Request request -> request.params();
            case Notification notice -> notice.params();
            // Nothing permits an answer to nothing.
            case Response response -> JsonObject.EMPTY;
        };
    }

    static Message with(JsonObject params, Message message) {
        return switch (message) {
            case Request request -> Request.of(request.id(), request.method(), params);
            case Notification notice -> Notification.of(notice.method(), params);
            case Response response -> response;
        };
    }

    static Action with(JsonObject params, Action said) {
        return switch (said) {
            case UpstreamRequest request ->
                new UpstreamRequest(request.server(), request.method(), request.origin(), params);
            case UpstreamNotice notice -> new UpstreamNotice(notice.server(), notice.method(), params);
            case UnknownMethod unknown ->
                new UnknownMethod(unknown.server(), unknown.method(), unknown.fromServer(), params);
            case TaskUse use -> new TaskUse(use.task(), use.method(), params);
            // A client says these; what is said of a task that nobody knows, nothing permits.
            case ToolCall toolCall -> said;
            case ResourceRead resourceRead -> said;
            case PromptGet promptGet -> said;
            case Completion completion -> said;
            case Listing listing -> said;
            case Subscription subscription -> said;
            case Housekeeping housekeeping -> said;
            case ClientNotice clientNotice -> said;
            case Answer answer -> said;
            case TaskListing taskListing -> said;
            case UnknownTask unknownTask -> said;
        };
    }
}
