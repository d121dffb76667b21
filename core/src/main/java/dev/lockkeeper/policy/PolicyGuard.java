package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.Task;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;
import java.util.Set;

/** Asks the rules. The only guard that grants. */
final class PolicyGuard implements Guard {

    static final String UPDATED = "notifications/resources/updated";

    private static final Set<String> NOTICES = Set.of(
            "notifications/progress",
            "notifications/message",
            "notifications/cancelled",
            UPDATED,
            "notifications/resources/list_changed",
            "notifications/tools/list_changed",
            "notifications/prompts/list_changed",
            "notifications/elicitation/complete",
            "notifications/subscriptions/acknowledged");

    private final Policy policy;

    PolicyGuard(Policy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public Verdict judge(Action action, Context context) {
        if (action instanceof UnknownTask) {
            return unknownTask();
        }
        if (action instanceof UnknownMethod unknown && !policy.names(unknown)) {
            return unknown();
        }
        Optional<Evaluation> found = policy.evaluation(action, context);
        if (found.isEmpty()) {
            return Verdict.deny(Reason.POLICY_DEFAULT_DENY, "The policy knows no server of this name.");
        }
        Evaluation evaluation = found.get();
        return switch (action) {
            case ToolCall call -> evaluation.use(Kind.TOOL, call.tool());
            case ResourceRead read -> evaluation.use(Kind.RESOURCE, read.uri());
            case PromptGet get -> evaluation.use(Kind.PROMPT, get.name());
            case Completion completion ->
                completion.prompt()
                        ? evaluation.use(Kind.PROMPT, completion.reference())
                        : evaluation.complete(completion.reference());
            case Subscription subscription -> subscribe(subscription, evaluation, context);
            // Who may call the tool may ask for what it is still at.
            case TaskUse use -> judge(use.task().call(), context);
            case TaskListing listing -> evaluation.access();
            case Listing listing -> evaluation.access();
            case Housekeeping housekeeping -> evaluation.access();
            case ClientNotice notice -> evaluation.access();
            case UpstreamRequest request -> clientRequest(request, request.origin(), evaluation);
            case Answer answer -> clientRequest(answer, answer.origin(), evaluation);
            case UpstreamNotice notice -> notice(notice, evaluation);
            case UnknownTask unknown -> unknownTask();
            case UnknownMethod named -> evaluation.access();
        };
    }

    // The name of a resource and the time of its change are worth as much as a reading.
    private static Verdict notice(UpstreamNotice notice, Evaluation evaluation) {
        if (!NOTICES.contains(notice.method())) {
            return unknown();
        }
        if (!notice.method().equals(UPDATED)) {
            return evaluation.access();
        }
        String uri = notice.params().string("uri");
        return uri == null
                ? Verdict.deny(Reason.PARAMS_INVALID, "The member uri must be a string.")
                : evaluation.use(Kind.RESOURCE, uri);
    }

    // Every resource must be readable: to hear of its changes is to learn of it.
    private Verdict subscribe(Subscription subscription, Evaluation evaluation, Context context) {
        Verdict verdict = evaluation.access();
        for (String uri : subscription.uris()) {
            verdict = evaluation.use(Kind.RESOURCE, uri);
            if (!(verdict instanceof Verdict.Grant)) {
                return verdict;
            }
        }
        for (Task task : subscription.tasks()) {
            verdict = judge(task.call(), context);
            if (!(verdict instanceof Verdict.Grant)) {
                return verdict;
            }
        }
        return verdict;
    }

    private Verdict clientRequest(Action action, String origin, Evaluation evaluation) {
        if (origin.equals("ping")) {
            return evaluation.access();
        }
        ServerPolicy server = policy.server(action.server());
        if (server == null || !server.mayAsk(origin)) {
            return Verdict.deny(
                    Reason.UPSTREAM_REQUEST_DENIED, "The policy does not let this server ask the client for this.");
        }
        if (action instanceof UpstreamRequest
                && action.method().equals(ClientRequest.ELICITATION.method())
                && !Elicitation.acceptable(action.params())) {
            return Verdict.deny(
                    Reason.UPSTREAM_REQUEST_DENIED, "A server may send a person only to a plain https address.");
        }
        // The right to ask is the server's; the rule is where its section begins.
        return evaluation.access() instanceof Verdict.Deny deny
                ? deny
                : new Verdict.Grant(new RuleRef(
                        "servers." + server.name + ".client-requests", server.position.file(), server.position.line()));
    }

    private static Verdict unknownTask() {
        return Verdict.deny(Reason.TASK_UNKNOWN, "There is no task of this id here.");
    }

    private static Verdict unknown() {
        return Verdict.deny(
                Reason.METHOD_UNKNOWN,
                "The gateway does not know this method, and its configuration does not name it.");
    }
}
