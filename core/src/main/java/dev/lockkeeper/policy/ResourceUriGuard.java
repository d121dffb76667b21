package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Refuses resource URIs that a server could read as another resource than the policy does. */
final class ResourceUriGuard implements Guard {

    private static final Pattern EXPRESSION = Pattern.compile("\\{[^{}]*+}");

    @Override
    public String name() {
        return "resource-uri";
    }

    @Override
    public Verdict judge(Action action, Context context) {
        List<String> uris = switch (action) {
            case ResourceRead read -> List.of(read.uri());
            case Subscription subscription -> subscription.uris();
            // RFC 6570: whatever the expressions stand for, what stands around them is the server's to read as well.
            case Completion completion
            when !completion.prompt() ->
                List.of(EXPRESSION.matcher(completion.reference()).replaceAll("a"));
            case UpstreamNotice notice
            when notice.method().equals(PolicyGuard.UPDATED) ->
                List.of(Objects.requireNonNullElse(notice.params().string("uri"), ""));
            case Action other -> List.of();
        };
        for (String uri : uris) {
            Optional<String> problem = ResourceUris.problem(uri);
            if (problem.isPresent()) {
                return Verdict.deny(Reason.RESOURCE_URI, problem.get());
            }
        }
        return Verdict.pass();
    }
}
