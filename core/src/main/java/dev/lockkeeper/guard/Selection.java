package dev.lockkeeper.guard;

import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import java.util.List;

/**
 * The part of what it may use that a client wants to see for a task. It can only take away: an action must satisfy every
 * selection and the policy.
 *
 * @param layers each a list of globs over tool names, resource URIs and prompt names; an action must match at least one
 *     glob of every layer
 * @param prefix what the client sees before the names of tools and prompts, such as {@code files__}, or nothing
 */
public record Selection(List<List<Glob>> layers, String prefix) {

    // Matching takes time in proportion to the length, and no target of use is longer.
    private static final int MAX_TARGET = 4_096;

    /** Nothing taken away. */
    public static final Selection EVERYTHING = new Selection(List.of());

    public Selection {
        layers = layers.stream().map(List::copyOf).toList();
    }

    /** A selection over names as the server has them. */
    public Selection(List<List<Glob>> layers) {
        this(layers, "");
    }

    /** This selection narrowed further, with this prefix or, where there is none, the other's. */
    public Selection and(Selection other) {
        var both = new java.util.ArrayList<>(layers);
        both.addAll(other.layers);
        return new Selection(both, prefix.isEmpty() ? other.prefix : prefix);
    }

    /** This selection over names that the client sees with a prefix. */
    public Selection seenWith(String before) {
        return new Selection(layers, before);
    }

    /** Whether the name of a tool or prompt is included; a very long one is only where nothing was taken away. */
    public boolean includesName(String name) {
        return includes(prefix + name);
    }

    /** Whether the URI is included; one of more than 4,096 characters is only where nothing was taken away. */
    public boolean includesUri(String uri) {
        return includes(uri);
    }

    private boolean includes(String seen) {
        return layers.isEmpty()
                || seen.length() <= MAX_TARGET
                        && layers.stream().allMatch(layer -> layer.stream().anyMatch(glob -> glob.matches(seen)));
    }

    /** Whether the action's target, where it has one that can be selected, is included. */
    public boolean includes(Action action) {
        if (!layers.isEmpty() && action.target().length() > MAX_TARGET) {
            return false;
        }
        return switch (action) {
            case ToolCall call -> includesName(call.tool());
            case ResourceRead read -> includesUri(read.uri());
            case PromptGet get -> includesName(get.name());
            case Completion completion ->
                completion.prompt() ? includesName(completion.reference()) : includesUri(completion.reference());
            case Subscription subscription ->
                subscription.uris().stream().allMatch(this::includesUri)
                        && subscription.tasks().stream().allMatch(task -> includes(task.call()));
            case TaskUse use -> includes(use.task().call());
            case TaskListing listing -> true;
            case Listing listing -> true;
            case Housekeeping housekeeping -> true;
            case ClientNotice notice -> true;
            case UpstreamRequest request -> true;
            case Answer answer -> true;
            case UpstreamNotice notice -> true;
            case UnknownTask unknown -> false;
            case UnknownMethod unknown -> false;
        };
    }
}
