package dev.lockkeeper.policy;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.yaml.YamlProblem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a policy decides, why, and what would have to change. Records nothing and grants nothing. Thread-safe. */
public final class Explainer {

    private final Policy policy;
    private final Decider decider;

    /** @param others guards that judge besides those of the policy */
    public Explainer(Policy policy, List<Guard> others) {
        this.policy = policy;
        this.decider =
                new Decider(policy.rulebook(others, List.of()), NoJournal.NONE, () -> 0, (decision, reference) -> {});
    }

    /** The decision that would be made. */
    public Decision decide(Action action, Context context) {
        return decider.explain(action, context);
    }

    /** What would have to change for another decision, in a sentence. */
    public String remedy(Decision decision) {
        String rule = decision.rule().map(RuleRef::toString).orElse("the policy");
        return switch (decision.reason()) {
            case POLICY_ALLOWED -> "To refuse it, narrow " + rule + " or add a deny rule.";
            case POLICY_DENIED -> "To permit it, remove or narrow " + rule + ", and have an allow rule for it.";
            case APPROVAL_REQUIRED -> "To permit it without approval, move " + rule + " to allow.";
            case POLICY_CONDITION_FAILED ->
                "Make the condition of " + rule
                        + " answer for these arguments, such as by asking has(args.name) first.";
            case POLICY_DEFAULT_DENY -> missing(decision);
            case SELECTION_EXCLUDED -> "The client left it out of its own selection; it must select it.";
            case UPSTREAM_REQUEST_DENIED ->
                "Add the kind of request (" + requestKind(decision.action()) + ") to servers."
                        + decision.action().server() + ".client-requests"
                        + place(policy.server(decision.action().server())) + ".";
            case METHOD_UNKNOWN ->
                "Name the method under servers." + decision.action().server() + ".methods, or client-methods where the"
                        + " server sends it, if it is meant to pass"
                        + place(policy.server(decision.action().server())) + ".";
            case TASK_UNKNOWN -> "A task is for the caller who made it, on the route where it was made: nobody else.";
            default ->
                remedy(decision.action().server(), decision.reason())
                        .orElse("No rule of the policy refused it: correct the call. " + decision.message());
        };
    }

    /** What would have to change where the guard of arguments refused for this reason; empty for the reasons of others. */
    public Optional<String> remedy(String server, Reason reason) {
        ServerPolicy section = policy.server(server);
        String where = section == null ? "" : " (" + section.position.file() + ":" + section.position.line() + ")";
        String name = "servers." + server;
        return switch (reason) {
            case ARGUMENT_UNTYPED ->
                Optional.of("Say under " + name + ".arguments what the argument is" + where
                        + "; lockkeeper policy suggest proposes it. untyped: allow lets such arguments pass as text.");
            case ARGUMENT_TYPE ->
                Optional.of("Correct the call, or the type that " + name + ".arguments or the profile" + where
                        + " gives the argument.");
            case NESTED_TOO_DEEP ->
                Optional.of("The guard of arguments refused it, and no key of " + name + where
                        + " changes how deep it looks: correct the call.");
            default ->
                GuardKeys.of(reason)
                        .map(key -> "The guard of arguments refused it: correct the call, or change what " + name + "."
                                + key + " allows" + where + ", or guards of an entry of " + name
                                + ".arguments where one has its own. What can be allowed is told at " + reason.code()
                                + " in docs/reasons.md.");
        };
    }

    private String missing(Decision decision) {
        Action action = decision.action() instanceof TaskUse use ? use.task().call() : decision.action();
        ServerPolicy server = policy.server(action.server());
        if (server == null) {
            return "Add " + YamlProblem.quote(action.server()) + " under servers, or name one of: "
                    + String.join(", ", policy.serverNames().stream().sorted().toList()) + ".";
        }
        @Nullable Kind kind = switch (action) {
            case ToolCall call -> Kind.TOOL;
            case ResourceRead read -> Kind.RESOURCE;
            case PromptGet get -> Kind.PROMPT;
            case Action other -> null;
        };
        if (kind == null) {
            return "Add an allow rule that applies to this caller to servers." + server.name + place(server) + ".";
        }
        for (Rule rule : server.rules(Effect.ALLOW)) {
            if (rule.patterns(kind).stream().anyMatch(glob -> kind.glob(glob).matches(action.target()))) {
                Set<String> identities = policy.identities(decision.context().caller());
                return rule.appliesTo(identities)
                        ? "The condition of " + rule.ref()
                                + " is false for this call: change the call or the condition."
                        : "Add " + decision.context().caller().key() + " to the callers of " + rule.ref() + ".";
            }
        }
        String added = kind == Kind.TOOL
                ? YamlProblem.quote(action.target())
                : "{" + kind.word() + "s: " + YamlProblem.quote(action.target()) + "}";
        return "Add " + added + " to servers." + server.name + ".allow" + place(server) + ".";
    }

    // The first rule of the list where there is one, else the server's section.
    private static String place(@Nullable ServerPolicy server) {
        if (server == null) {
            return "";
        }
        String own = "servers." + server.name + ".allow[0]";
        return server.rules(Effect.ALLOW).stream()
                .filter(rule -> rule.ref().name().equals(own))
                .findFirst()
                .map(rule -> " (" + rule.ref().file() + ":" + rule.ref().line() + ")")
                .orElse(" (" + server.position.file() + ":" + server.position.line() + ")");
    }

    private static String requestKind(Action action) {
        return ClientRequest.of(action.method())
                .map(kind -> kind.name().toLowerCase(java.util.Locale.ROOT))
                .orElse("roots, elicitation or sampling");
    }

    /** Takes nothing, so that nothing can be permitted. */
    private enum NoJournal implements Journal {
        NONE;

        @Override
        public String append(String type, JsonObject body, Durability durability) throws JournalUnavailable {
            throw new JournalUnavailable("an explanation is not recorded", new IllegalStateException());
        }

        @Override
        public void close() {}
    }
}
