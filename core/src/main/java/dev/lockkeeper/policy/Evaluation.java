package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.yaml.YamlProblem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of one server applied to one action of one caller: deny, then ask, then allow, else denied. */
final class Evaluation {

    /** Longer names are in no policy; matching them would only cost time. */
    private static final int MAX_TARGET = ResourceUris.MAX_CHARS;

    private final ServerPolicy server;
    private final Set<String> identities;
    private final Facts facts;

    Evaluation(ServerPolicy server, Action action, Context context, Groups groups) {
        this.server = server;
        this.identities = groups.identities(context.caller());
        this.facts = new Facts(action, context, groups.of(context.caller()));
    }

    /** The verdict on the use of a tool, a resource or a prompt. */
    Verdict use(Kind kind, String target) {
        if (target.length() > MAX_TARGET) {
            return absent(kind, target);
        }
        return decide(
                kind,
                target,
                server.about(Effect.DENY, kind, target, identities),
                server.about(Effect.ASK, kind, target, identities),
                server.about(Effect.ALLOW, kind, target, identities));
    }

    /**
     * The verdict on asking for completions of a resource template. They may name any resource of it, so a deny or ask
     * rule counts where it is about one of them, an allow rule only where it is about all.
     */
    Verdict complete(String template) {
        if (template.length() > MAX_TARGET) {
            return absent(Kind.RESOURCE, template);
        }
        return decide(
                Kind.RESOURCE,
                template,
                server.touching(Effect.DENY, template, identities),
                server.touching(Effect.ASK, template, identities),
                server.about(Effect.ALLOW, Kind.RESOURCE, Overlap.covering(template), identities));
    }

    /** The verdict on what needs no more than being permitted anything at all on this server. */
    Verdict access() {
        Rule rule = server.access(identities);
        return rule == null
                ? Verdict.deny(Reason.POLICY_DEFAULT_DENY, "The policy permits you nothing on this server.")
                : new Verdict.Grant(rule.ref());
    }

    /** Whether some action on the target could be permitted, or could be after approval. */
    boolean visible(Kind kind, String target) {
        return target.length() <= MAX_TARGET
                && server.about(Effect.DENY, kind, target, identities).stream().allMatch(rule -> rule.where() != null)
                && (!server.about(Effect.ALLOW, kind, target, identities).isEmpty()
                        || !server.about(Effect.ASK, kind, target, identities).isEmpty());
    }

    /** Whether some resource of the template could be permitted, or could be after approval. */
    boolean templateVisible(String template) {
        return template.length() <= MAX_TARGET
                && server.about(Effect.DENY, Kind.RESOURCE, Overlap.covering(template), identities).stream()
                        .allMatch(rule -> rule.where() != null)
                && (!server.touching(Effect.ALLOW, template, identities).isEmpty()
                        || !server.touching(Effect.ASK, template, identities).isEmpty());
    }

    private Verdict decide(Kind kind, String target, List<Rule> denies, List<Rule> asks, List<Rule> allows) {
        for (Rule rule : denies) {
            try {
                if (holds(rule, kind, target)) {
                    return denied(rule, kind, target);
                }
            } catch (ConditionFailed e) {
                return failed(rule, e);
            }
        }
        for (Rule rule : asks) {
            try {
                if (holds(rule, kind, target)) {
                    return new Verdict.Ask(rule.ref(), asked(rule, kind, target));
                }
            } catch (ConditionFailed e) {
                return failed(rule, e);
            }
        }
        Verdict otherwise = absent(kind, target);
        for (Rule rule : allows) {
            try {
                if (holds(rule, kind, target)) {
                    return new Verdict.Grant(rule.ref());
                }
            } catch (ConditionFailed e) {
                otherwise = failed(rule, e);
            }
        }
        return otherwise;
    }

    private boolean holds(Rule rule, Kind kind, String target) throws ConditionFailed {
        Condition where = rule.where();
        return where == null || facts.hold(where, kind, target);
    }

    private static Verdict denied(Rule rule, Kind kind, String target) {
        return refuse(Reason.POLICY_DENIED, "The policy denies " + named(kind, target) + because(rule), "", rule.ref());
    }

    private static String asked(Rule rule, Kind kind, String target) {
        return "A person must approve " + named(kind, target) + ", and approvals are not available yet" + because(rule);
    }

    private static Verdict failed(Rule rule, ConditionFailed failure) {
        return refuse(
                Reason.POLICY_CONDITION_FAILED,
                "A condition of the policy has no answer for these arguments, so the call is not permitted.",
                String.valueOf(failure.getMessage()),
                rule.ref());
    }

    private Verdict absent(Kind kind, String target) {
        return refuse(
                Reason.POLICY_DEFAULT_DENY,
                "No rule of the policy permits " + named(kind, target) + " on server " + server.name
                        + " with these arguments.",
                "",
                null);
    }

    private static Verdict refuse(Reason reason, String message, String cause, @Nullable RuleRef rule) {
        return new Verdict.Deny(reason, message, cause, rule);
    }

    private static String named(Kind kind, String target) {
        return kind.word() + " " + YamlProblem.quote(target);
    }

    private static String because(Rule rule) {
        return rule.because().isEmpty() ? "." : ": " + rule.because();
    }
}
