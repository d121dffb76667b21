package dev.lockkeeper.guard.result;

import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;

/** Which answers these guards look at. */
final class Answers {

    private Answers() {}

    /**
     * Whether the answer is an error, or a result with content for the client's model or user. What a server says by
     * itself comes as a result that holds its parameters.
     */
    static boolean hasContent(Action action, Response response) {
        return response instanceof Failure
                || switch (action) {
                    // A definition is pinned as it is, not changed.
                    case Listing listing -> false;
                    case ToolCall call -> true;
                    case ResourceRead read -> true;
                    case PromptGet get -> true;
                    case Completion completion -> true;
                    case TaskUse use -> true;
                    case TaskListing listing -> true;
                    case Housekeeping housekeeping -> true;
                    case Subscription subscription -> true;
                    case ClientNotice notice -> true;
                    case UpstreamRequest request -> true;
                    case Answer answer -> true;
                    case UpstreamNotice notice -> true;
                    case UnknownTask unknown -> true;
                    // Named in the policy, and known to nobody here: whatever it says is judged as content.
                    case UnknownMethod unknown -> true;
                };
    }

    /** What the client sent; nothing where the server speaks by itself. */
    static JsonObject sent(Action action) {
        return switch (action) {
            case UpstreamRequest request -> JsonObject.EMPTY;
            case UpstreamNotice notice -> JsonObject.EMPTY;
            case UnknownMethod unknown -> unknown.fromServer() ? JsonObject.EMPTY : unknown.params();
            case TaskUse use -> use.isTold() ? JsonObject.EMPTY : use.params();
            case ToolCall call -> call.params();
            case ResourceRead read -> read.params();
            case PromptGet get -> get.params();
            case Completion completion -> completion.params();
            case Listing listing -> listing.params();
            case Subscription subscription -> subscription.params();
            case Housekeeping housekeeping -> housekeeping.params();
            case ClientNotice notice -> notice.params();
            case Answer answer -> answer.params();
            case TaskListing listing -> listing.params();
            case UnknownTask unknown -> unknown.params();
        };
    }

    /** Whether the answer tells of an error, in either of the two ways. */
    static boolean isError(Response response) {
        return switch (response) {
            case Failure failure -> true;
            case Success success -> success.result().get("isError") == JsonBoolean.TRUE;
        };
    }
}
