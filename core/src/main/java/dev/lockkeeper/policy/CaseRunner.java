package dev.lockkeeper.policy;

import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs cases against a policy and remembers which rules decided. Used by one thread. */
public final class CaseRunner {

    private final Policy policy;
    private final Explainer byRules;
    private final Explainer bySchemas;
    private final Set<RuleRef> exercised = new LinkedHashSet<>();

    /** @param schemaGuards judge too where a case has a tool's definition */
    public CaseRunner(Policy policy, List<Guard> schemaGuards) {
        this.policy = policy;
        this.byRules = new Explainer(policy, List.of());
        this.bySchemas = new Explainer(policy, schemaGuards);
    }

    /** Decides what the case asks for, and compares. Nothing is recorded. */
    public CaseResult run(CaseSettings settings) {
        Explainer explainer = settings.call().definition() == null ? byRules : bySchemas;
        Decision decision = explainer.decide(Calls.action(settings.call()), Calls.context(settings.call()));
        decision.rule().ifPresent(exercised::add);
        return new CaseResult(settings, decision, failure(settings, decision));
    }

    /** The rules that decided no case so far. */
    public List<RuleRef> unexercised() {
        List<RuleRef> rules = new ArrayList<>(policy.rules());
        rules.removeAll(exercised);
        return rules;
    }

    /** How many of a hundred rules decided a case; 100 where there is no rule. */
    public int coverage() {
        int all = policy.rules().size();
        return all == 0 ? 100 : (all - unexercised().size()) * 100 / all;
    }

    /** What the policy says, in its own words. */
    public static Effect effect(Decision decision) {
        if (decision.granted()) {
            return Effect.ALLOW;
        }
        return decision.reason() == Reason.APPROVAL_REQUIRED ? Effect.ASK : Effect.DENY;
    }

    private static Optional<String> failure(CaseSettings settings, Decision decision) {
        List<String> wrong = new ArrayList<>();
        Effect effect = effect(decision);
        if (effect != settings.expect()) {
            wrong.add("expected " + settings.expect().key() + ", got " + effect.key() + " (" + decision.reason() + ")");
        }
        if (settings.reason() != null
                && !settings.reason().equals(decision.reason().code())) {
            wrong.add("expected reason " + settings.reason() + ", got " + decision.reason());
        }
        String rule = decision.rule().map(RuleRef::name).orElse("");
        if (settings.rule() != null && !settings.rule().equals(rule)) {
            wrong.add("expected rule " + settings.rule() + ", got " + (rule.isEmpty() ? "none" : rule));
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }
}
