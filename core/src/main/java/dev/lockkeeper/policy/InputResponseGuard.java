package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.reason.Reason;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Judges the answers that a client puts into a retried request (MCP 2026-07-28, multi round-trip requests). An answer
 * does not name its method, so its kind is told by the members that the specification requires of each: {@code roots};
 * {@code action}; {@code role}, {@code content} and {@code model}. An answer of no such form could be of any kind. None
 * may be, or hold a member, of a kind that the server may not ask for.
 */
final class InputResponseGuard implements Guard {

    private final Policy policy;

    InputResponseGuard(Policy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return "input-responses";
    }

    @Override
    public Verdict judge(Action action, Context context) {
        Json responses = action.params().get("inputResponses");
        if (responses == null) {
            return Verdict.pass();
        }
        if (!(responses instanceof JsonObject answers)) {
            return Verdict.deny(Reason.PARAMS_INVALID, "The member inputResponses must be an object.");
        }
        ServerPolicy server = policy.server(action.server());
        Set<ClientRequest> allowed = server == null ? Set.of() : server.clientRequests;
        return permitted(answers.members().values(), allowed)
                ? Verdict.pass()
                : Verdict.deny(
                        Reason.UPSTREAM_REQUEST_DENIED,
                        "The policy does not let this server ask the client for this, so it gets no answer.");
    }

    private static boolean permitted(Collection<Json> answers, Set<ClientRequest> allowed) {
        for (Json answer : answers) {
            if (!(answer instanceof JsonObject object) || !allowed.containsAll(kinds(object))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasForm(JsonObject answer) {
        return answer.array("roots") != null
                || answer.string("action") != null
                || answer.string("role") != null && answer.get("content") != null && answer.string("model") != null;
    }

    /** What the answer could be. */
    private static Set<ClientRequest> kinds(JsonObject answer) {
        if (!hasForm(answer)) {
            return EnumSet.allOf(ClientRequest.class);
        }
        Set<ClientRequest> kinds = EnumSet.noneOf(ClientRequest.class);
        if (answer.get("roots") != null) {
            kinds.add(ClientRequest.ROOTS);
        }
        if (answer.get("action") != null) {
            kinds.add(ClientRequest.ELICITATION);
        }
        if (List.of("role", "model").stream().anyMatch(name -> answer.get(name) != null)) {
            kinds.add(ClientRequest.SAMPLING);
        }
        return kinds;
    }
}
