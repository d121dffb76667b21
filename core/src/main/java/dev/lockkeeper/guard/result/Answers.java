package dev.lockkeeper.guard.result;

import dev.lockkeeper.json.JsonBoolean;
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

    /** Whether the answer is an error, or a result with content for the client's model or user. */
    static boolean hasContent(Action action, Response response) {
        return response instanceof Failure
                || switch (action) {
                    case ToolCall call -> true;
                    case ResourceRead read -> true;
                    case PromptGet get -> true;
                    case Completion completion -> true;
                    case TaskUse use -> true;
                    // Named in the policy, and known to nobody here: whatever it answers is judged as content.
                    case UnknownMethod unknown -> true;
                    // A definition is pinned as it is, not changed, and these have no other text of a server.
                    case Listing listing -> false;
                    case TaskListing listing -> false;
                    case Housekeeping housekeeping -> false;
                    case Subscription subscription -> false;
                    case ClientNotice notice -> false;
                    case UpstreamRequest request -> false;
                    case Answer answer -> false;
                    case UpstreamNotice notice -> false;
                    case UnknownTask unknown -> false;
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
