package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What conditions may look at, converted once for an action and only if a condition asks. Used by one thread. */
final class Facts {

    private final Action action;
    private final Context context;
    private final Set<String> groups;
    private @Nullable Map<String, Object> variables;
    private @Nullable Kind kind;
    private String target = "";

    Facts(Action action, Context context, Set<String> groups) {
        this.action = action;
        this.context = context;
        this.groups = groups;
    }

    boolean hold(Condition condition, Kind kind, String target) throws ConditionFailed {
        return condition.holds(about(kind, target));
    }

    // Most actions have one target, whatever the number of conditions.
    private Map<String, Object> about(Kind kind, String target) throws ConditionFailed {
        Map<String, Object> known = variables;
        if (known == null) {
            known = common();
            variables = known;
        }
        if (this.kind != kind || !this.target.equals(target)) {
            this.kind = kind;
            this.target = target;
            known.put("tool", kind == Kind.TOOL ? target : "");
            known.put("resource", kind == Kind.RESOURCE ? target : "");
            known.put("prompt", kind == Kind.PROMPT ? target : "");
        }
        return known;
    }

    private Map<String, Object> common() throws ConditionFailed {
        Map<String, Object> variables = new HashMap<>();
        variables.put("caller.name", context.caller().name());
        variables.put("caller.scheme", context.caller().scheme());
        variables.put("caller.groups", List.copyOf(groups));
        variables.put("client.name", context.client().name());
        variables.put("client.version", context.client().version());
        variables.put("server", action.server());
        variables.put("args", CelValues.of(arguments()));
        variables.put("labels", context.labels().stream().sorted().toList());
        variables.put("time", context.time());
        return variables;
    }

    private JsonObject arguments() {
        return switch (action) {
            case ToolCall call -> call.arguments();
            case PromptGet get -> {
                JsonObject arguments = get.params().object("arguments");
                yield arguments == null ? JsonObject.EMPTY : arguments;
            }
            case Action other -> JsonObject.EMPTY;
        };
    }
}
