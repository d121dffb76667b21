package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.decide.DecisionObserver;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.PrintStream;
import java.time.InstantSource;

/** One line of JSON for each decision and refusal. Parameters stay in the journal, where secrets are replaced. */
final class DecisionLog implements DecisionObserver {

    private final PrintStream out;
    private final InstantSource clock;

    DecisionLog(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void decided(Decision decision, String reference) {
        out.println(JsonObject.EMPTY
                .with("time", decision.context().time().toString())
                .with("event", "decision")
                .with("outcome", decision.outcome())
                .with("reason", decision.reason().code())
                .with("caller", decision.context().caller().key())
                .with("server", decision.action().server())
                .with("method", decision.action().method())
                .with("target", decision.action().target())
                .with("rule", decision.rule().map(RuleRef::toString).orElse(""))
                .with("policy", decision.policyVersion())
                .with("micros", JsonNumber.of(decision.nanos() / 1000))
                .with("reference", reference)
                .text());
    }

    @Override
    public void refused(Refusal refusal, JsonObject circumstances) {
        var line = JsonObject.EMPTY
                .with("time", clock.instant().toString())
                .with("event", "refusal")
                .with("reason", refusal.reason().code())
                .with("message", refusal.message());
        for (var member : circumstances.members().entrySet()) {
            line = line.with(member.getKey(), member.getValue());
        }
        out.println(line.with("reference", refusal.reference()).text());
    }
}
