package dev.lockkeeper.decide;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One decision, complete: the source of the journal entry, the log line and the explanation. Nobody assembles it twice.
 *
 * @param opinions what every guard said, in order
 * @param granted what the guards together decided
 * @param shadow whether the action passes although it was not granted
 * @param readOnly whether the action counts as read-only
 * @param nanos how long the guards took
 */
public record Decision(
        Action action,
        Context context,
        String policyVersion,
        List<Opinion> opinions,
        boolean granted,
        boolean shadow,
        boolean readOnly,
        Reason reason,
        String message,
        long nanos) {

    private static final int BRIEF = 256;

    public Decision {
        opinions = List.copyOf(opinions);
    }

    /** Whether the action goes on. */
    public boolean passes() {
        return granted || shadow;
    }

    /** {@code granted}, {@code refused}, or {@code shadowed}: it passes although it was not granted. */
    public String outcome() {
        if (granted) {
            return "granted";
        }
        return shadow ? "shadowed" : "refused";
    }

    /** The rule that decided, where one did: of a granted action the one that grants, else the one that refuses or asks. */
    public Optional<RuleRef> rule() {
        return opinions.stream()
                .map(Opinion::verdict)
                .filter(verdict -> verdict instanceof Verdict.Grant == granted)
                .map(Decision::ruleOf)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** What guards found out about arguments, by the JSON Pointer of the argument. */
    public JsonObject facts() {
        var facts = JsonObject.builder();
        for (Opinion opinion : opinions) {
            if (opinion.verdict() instanceof Verdict.Noted noted) {
                facts.putAll(noted.facts());
            }
        }
        return facts.build();
    }

    /** The decision as it is recorded. */
    public JsonObject toJson() {
        List<Json> judged = new ArrayList<>(opinions.size());
        opinions.forEach(opinion -> judged.add(toJson(opinion)));
        var json = JsonObject.builder()
                .put("outcome", outcome())
                .put("reason", reason.code())
                .put("caller", context.caller().key())
                .put(
                        "client",
                        JsonObject.EMPTY
                                .with("name", context.client().name())
                                .with("version", context.client().version()))
                .put("server", action.server())
                .put("method", action.method())
                .put("target", action.target())
                .put("params", action.params())
                .put("digest", CanonicalJson.digest(action.params()));
        if (action instanceof ToolCall call) {
            json.put("definition", call.definition().digest());
        }
        if (action instanceof TaskUse use) {
            // The decision that permitted the call which made the task.
            json.put("task", use.task().decision());
        }
        if (!context.parameters().isEmpty()) {
            JsonObject parameters = JsonObject.EMPTY;
            for (var parameter : new TreeMap<>(context.parameters()).entrySet()) {
                parameters = parameters.with(parameter.getKey(), parameter.getValue());
            }
            json.put("parameters", parameters);
        }
        if (!message.isEmpty()) {
            json.put("message", message);
        }
        return json.put("rule", rule().map(RuleRef::toString).orElse(""))
                .put("opinions", new JsonArray(judged))
                .put(
                        "labels",
                        JsonArray.ofStrings(context.labels().stream().sorted().toList()))
                .put("readOnly", JsonBoolean.of(readOnly))
                .put("policy", policyVersion)
                .put("micros", JsonNumber.of(nanos / 1000))
                .build();
    }

    /** What is recorded of an action that was refused unread: small, whatever its size. */
    JsonObject brief() {
        List<Json> judged = new ArrayList<>(opinions.size());
        opinions.forEach(opinion -> judged.add(toJson(opinion)));
        return JsonObject.builder()
                .put("outcome", outcome())
                .put("reason", reason.code())
                .put("caller", context.caller().key())
                .put("server", action.server())
                .put("method", brief(action.method()))
                .put("target", brief(action.target()))
                .put("message", message)
                .put("opinions", new JsonArray(judged))
                .put("policy", policyVersion)
                .build();
    }

    private static String brief(String text) {
        int length = Math.min(BRIEF, text.length());
        boolean splits = length > 0 && length < text.length() && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, splits ? length - 1 : length);
    }

    private static JsonObject toJson(Opinion opinion) {
        var json = JsonObject.EMPTY.with("guard", opinion.guard());
        return switch (opinion.verdict()) {
            case Verdict.Pass pass -> json.with("verdict", "pass");
            case Verdict.Noted noted -> json.with("verdict", "pass").with("facts", noted.facts());
            case Verdict.Grant grant ->
                json.with("verdict", "grant").with("rule", grant.rule().toString());
            case Verdict.Ask ask ->
                json.with("verdict", "ask").with("rule", ask.rule().toString());
            case Verdict.Deny deny -> {
                var denied = json.with("verdict", "deny")
                        .with("reason", deny.reason().code());
                denied = deny.cause().isEmpty() ? denied : denied.with("cause", deny.cause());
                yield deny.rule() == null
                        ? denied
                        : denied.with("rule", deny.rule().toString());
            }
        };
    }

    private static @org.jspecify.annotations.Nullable RuleRef ruleOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass pass -> null;
            case Verdict.Noted noted -> null;
            case Verdict.Grant grant -> grant.rule();
            case Verdict.Ask ask -> ask.rule();
            case Verdict.Deny deny -> deny.rule();
        };
    }
}
