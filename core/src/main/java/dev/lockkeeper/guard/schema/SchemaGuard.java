package dev.lockkeeper.guard.schema;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Shown;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.Json;
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
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls whose arguments are not what the tool's own {@code inputSchema} declares. Undeclared members are
 * refused even where the schema is open, unless the policy opens the tool; values that nothing bounds keep the default
 * bounds, also those of prompts and completions.
 */
public final class SchemaGuard implements Guard {

    private final SchemaCatalog catalog;
    private final ValueBounds bounds;
    private final Predicate<ToolCall> open;

    /** @param open the calls whose tool the policy opens to undeclared members */
    public SchemaGuard(SchemaCatalog catalog, ValueBounds bounds, Predicate<ToolCall> open) {
        this.catalog = catalog;
        this.bounds = bounds;
        this.open = open;
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public Verdict judge(Action action, Context context) {
        return switch (action) {
            case ToolCall call -> judge(call);
            case PromptGet get -> strings(get.params().get("arguments"), "/arguments");
            case Completion completion -> judge(completion);
            case ResourceRead read -> Verdict.pass();
            case Listing listing -> Verdict.pass();
            case Subscription subscription -> Verdict.pass();
            case Housekeeping housekeeping -> Verdict.pass();
            case ClientNotice notice -> Verdict.pass();
            case UpstreamRequest request -> Verdict.pass();
            case Answer answer -> Verdict.pass();
            case UpstreamNotice notice -> Verdict.pass();
            // The call was judged when it made the task.
            case TaskUse use -> Verdict.pass();
            case TaskListing listing -> Verdict.pass();
            case UnknownTask unknown -> Verdict.pass();
            case UnknownMethod unknown -> Verdict.pass();
        };
    }

    private Verdict judge(ToolCall call) {
        if (!call.definition().listed()) {
            return Verdict.deny(Reason.TOOL_UNKNOWN, "The server lists no tool of this name.");
        }
        return switch (catalog.of(call.definition())) {
            case SchemaCatalog.Unusable unusable -> Verdict.deny(unusable.reason(), unusable.message());
            case SchemaCatalog.Usable usable -> {
                Findings findings = usable.input()
                        .judge(call.arguments(), open.test(call) ? Openness.OPEN : Openness.CLOSED, bounds);
                yield findings.isEmpty() ? Verdict.pass() : Verdict.deny(findings.reason(), findings.message());
            }
        };
    }

    private Verdict judge(Completion completion) {
        if (!(completion.params().get("argument") instanceof JsonObject argument)) {
            return Verdict.deny(Reason.ARGUMENTS_INVALID, "/argument: must be an object.");
        }
        Verdict verdict = strings(argument, "/argument");
        JsonObject context = completion.params().object("context");
        return verdict instanceof Verdict.Pass && context != null
                ? strings(context.get("arguments"), "/context/arguments")
                : verdict;
    }

    private Verdict strings(@Nullable Json value, String place) {
        if (value == null) {
            return Verdict.pass();
        }
        if (!(value instanceof JsonObject(Map<String, Json> members))) {
            return Verdict.deny(Reason.ARGUMENTS_INVALID, place + ": must be an object of strings.");
        }
        if (members.size() > bounds.members()) {
            return Verdict.deny(
                    Reason.ARGUMENTS_BOUND,
                    place + ": must have at most " + bounds.members() + " members, has " + members.size() + ".");
        }
        for (var member : members.entrySet()) {
            String there = place + "/" + Shown.name(member.getKey());
            if (!(member.getValue() instanceof JsonString(String text))) {
                return Verdict.deny(Reason.ARGUMENTS_INVALID, there + ": must be a string.");
            }
            if (text.codePointCount(0, text.length()) > bounds.stringChars()) {
                return Verdict.deny(
                        Reason.ARGUMENTS_BOUND, there + ": must have at most " + bounds.stringChars() + " characters.");
            }
        }
        return Verdict.pass();
    }
}
