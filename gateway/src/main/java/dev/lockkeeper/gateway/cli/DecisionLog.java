package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.LogText;
import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.decide.DecisionObserver;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import java.time.InstantSource;
import java.util.regex.Pattern;

/** One line of JSON for each decision and refusal. Parameters stay in the journal, where secrets are replaced; the rest is without them. */
final class DecisionLog implements DecisionObserver {

    private static final int LONGEST = 256;
    // Of each of several, as a subscription has them.
    private static final Pattern QUERY = Pattern.compile("[?#][^ ]*+");

    private final LogQueue out;
    private final InstantSource clock;

    DecisionLog(LogQueue out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void decided(Decision decision, String reference) {
        out.println(JsonObject.builder()
                .put("time", decision.context().time().toString())
                .put("event", "decision")
                .put("outcome", decision.outcome())
                .put("reason", decision.reason().code())
                .put("caller", decision.context().caller().key())
                .put("server", decision.action().server())
                .put("method", text(decision.action().method()))
                .put("target", text(target(decision.action())))
                .put("rule", decision.rule().map(RuleRef::toString).orElse(""))
                .put("policy", decision.policyVersion())
                .put("micros", JsonNumber.of(decision.nanos() / 1000))
                .put("reference", reference)
                .build()
                .text());
    }

    @Override
    public void refused(Refusal refusal, JsonObject circumstances) {
        var line = JsonObject.EMPTY
                .with("time", clock.instant().toString())
                .with("event", "refusal")
                .with("reason", refusal.reason().code())
                .with("message", text(refusal.message()));
        for (var member : circumstances.members().entrySet()) {
            Json value = member.getValue();
            line = line.with(
                    member.getKey(), value instanceof JsonString string ? new JsonString(text(string.value())) : value);
        }
        out.println(line.with("reference", refusal.reference()).text());
    }

    // The query and the fragment of a URI are where secrets are.
    private static String target(Action action) {
        String target = action.target();
        return switch (action) {
            case ToolCall call -> target;
            case TaskUse use -> target;
            case PromptGet get -> target;
            case Action other -> QUERY.matcher(target).replaceAll("");
        };
    }

    private static String text(String text) {
        return LogText.withoutSecrets(text, LONGEST);
    }
}
