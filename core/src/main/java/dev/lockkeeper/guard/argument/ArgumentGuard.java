package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Shown;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
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
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges arguments by what they mean, and whatever else a client sends as text. A tool with a string argument of which
 * nothing says what it is cannot be called, unless the policy lets it pass as text.
 */
public final class ArgumentGuard implements Guard {

    private static final int REMEMBERED = 4_000;

    // Made by a server or by the gateway itself, and of use to nobody but its maker.
    private static final Set<String> OPAQUE = Set.of("requestState", "cursor", "taskId");

    // Judged by their types, and by the rules.
    private static final Set<String> OF_CALLS = Set.of("arguments", "name");

    /** Where what is said of a tool's arguments is found. */
    public interface Types {

        /** What is said of the arguments of a tool; null of a server that is unknown. */
        @Nullable TypedArguments of(String server, String tool);

        /** What is said of the arguments of prompts and completions; null of a server that is unknown. */
        @Nullable TypedArguments ofPrompts(String server);

        /** What is said of whatever else a client sends; null of a server that is unknown. */
        @Nullable TypedArguments ofMessages(String server);
    }

    /** @param uncovered a place that no type covers; null where there is none */
    private record Tool(
            TypedArguments typed,
            StringPlaces places,
            @Nullable Place uncovered) {}

    private record Key(String server, String tool, String digest) {}

    private final Types types;
    private final Map<Key, Tool> tools = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Tool> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param types what is said of arguments; asked again for each definition of a tool */
    public ArgumentGuard(Types types) {
        this.types = types;
    }

    @Override
    public String name() {
        return "arguments";
    }

    @Override
    public boolean isCostly() {
        return true;
    }

    @Override
    public Verdict judge(Action action, Context context) {
        return switch (action) {
            case ToolCall call -> judge(call, context);
            case PromptGet get -> message(types.ofPrompts(get.server()), get, context);
            case Completion completion -> message(types.ofPrompts(completion.server()), completion, context);
            case ResourceRead read -> message(read, context);
            case Listing listing -> message(listing, context);
            case Subscription subscription -> message(subscription, context);
            case Housekeeping housekeeping -> message(housekeeping, context);
            case ClientNotice notice -> message(notice, context);
            case Answer answer -> message(answer, context);
            case TaskListing listing -> message(listing, context);
            // The call was judged when it made the task.
            case TaskUse use -> use.isTold() ? Verdict.pass() : message(use, context);
            case UnknownMethod unknown -> unknown.fromServer() ? Verdict.pass() : message(unknown, context);
            // What a server says is judged as an answer is.
            case UpstreamRequest request -> Verdict.pass();
            case UpstreamNotice notice -> Verdict.pass();
            // Nothing permits it.
            case UnknownTask unknown -> Verdict.pass();
        };
    }

    private Verdict judge(ToolCall call, Context context) {
        Tool tool = tool(call.server(), call.definition());
        if (tool == null) {
            return Verdict.pass();
        }
        if (tool.uncovered != null && call.definition().listed()) {
            return untyped(tool.uncovered.pointer());
        }
        Verdict verdict = new Judging(tool.typed, tool.places).judge(call.arguments(), context.labels());
        return verdict instanceof Verdict.Deny || verdict instanceof Verdict.Ask
                ? verdict
                : around(call, context, verdict);
    }

    // What a call holds beside its arguments: answers to a server's questions, _meta, and what nobody knows.
    private Verdict around(ToolCall call, Context context, Verdict verdict) {
        JsonObject params = call.params();
        JsonObject rest = params.only(name -> !OF_CALLS.contains(name) && !isOpaque(name, params));
        TypedArguments typed = types.ofMessages(call.server());
        return typed == null || rest.members().isEmpty()
                ? verdict
                : both(verdict, new Judging(typed.untypedOnly(), null).judge(rest, context.labels()));
    }

    private static Verdict both(Verdict arguments, Verdict beside) {
        if (!(beside instanceof Verdict.Noted(JsonObject more))) {
            return beside instanceof Verdict.Deny ? beside : arguments;
        }
        var facts = JsonObject.builder();
        if (arguments instanceof Verdict.Noted(JsonObject found)) {
            facts.putAll(found);
        }
        // Pointers into the parameters, not into the arguments.
        more.members().forEach((place, found) -> facts.put("params" + place, found));
        return new Verdict.Noted(facts.build());
    }

    private @Nullable Tool tool(String server, ToolDefinition definition) {
        var key = new Key(server, definition.name(), definition.digest());
        synchronized (tools) {
            Tool known = tools.get(key);
            if (known != null) {
                return known;
            }
        }
        TypedArguments typed = types.of(server, definition.name());
        if (typed == null) {
            return null;
        }
        StringPlaces places = StringPlaces.of(definition.inputSchema());
        Place uncovered = typed.untyped()
                ? null
                : places.free().stream()
                        .map(StringPlaces.Free::place)
                        .filter(place -> !typed.covers(place))
                        .findFirst()
                        .orElse(null);
        var tool = new Tool(typed, places, uncovered);
        synchronized (tools) {
            tools.put(key, tool);
        }
        return tool;
    }

    private Verdict message(Action action, Context context) {
        return message(types.ofMessages(action.server()), action, context);
    }

    private static Verdict message(@Nullable TypedArguments typed, Action action, Context context) {
        return typed == null
                ? Verdict.pass()
                : new Judging(typed, null)
                        .judge(action.params().only(name -> !isOpaque(name, action.params())), context.labels());
    }

    private static boolean isOpaque(String name, JsonObject params) {
        return OPAQUE.contains(name) && params.get(name) instanceof JsonString;
    }

    static Verdict untyped(String place) {
        return Verdict.deny(
                Reason.ARGUMENT_UNTYPED,
                "The policy does not say what the argument " + Shown.name(place)
                        + " of this tool is, so it cannot be judged.");
    }
}
