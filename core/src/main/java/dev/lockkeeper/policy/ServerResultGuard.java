package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;

/** One of the guards of answers, with what the policy says of the server that answered. */
final class ServerResultGuard implements ResultGuard {

    private final Policy policy;
    private final int place;
    private final String name;

    ServerResultGuard(Policy policy, int place, String name) {
        this.policy = policy;
        this.place = place;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        ServerPolicy server = policy.server(action.server());
        return server == null
                ? new ResultVerdict.Withhold(Reason.GUARD_MISSING, "Nothing judges answers of this server.", "")
                : server.results.get(place).judge(action, response, context);
    }
}
