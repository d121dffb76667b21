package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows a caller only what it could be permitted to use: some rule could allow or ask for it with some arguments, and no
 * unconditional rule denies it. In shadow mode only the client's own selection counts.
 */
final class VisibilityGuard implements ResultGuard {

    private final Policy policy;

    VisibilityGuard(Policy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return "visibility";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (!(action instanceof Listing listing)
                || !(response instanceof Success success)
                || success.result().array(listing.kind().member()) == null) {
            return ResultVerdict.pass();
        }
        String member = listing.kind().member();
        JsonArray all = success.result().array(member);
        Optional<Evaluation> evaluation = policy.evaluation(action, context);
        List<Json> shown = new ArrayList<>();
        for (Json entry : all == null ? List.<Json>of() : all.items()) {
            if (evaluation.isPresent() && shows(listing, entry, evaluation.get(), context.selection())) {
                shown.add(entry);
            }
        }
        int removed = all == null ? 0 : all.items().size() - shown.size();
        JsonObject result = removed == 0 ? success.result() : success.result().with(member, new JsonArray(shown));
        boolean shared = "public".equals(result.string("cacheScope")) && differs(listing, context);
        if (shared) {
            // INVARIANT: what one caller may see is never cached for another (MCP 2026-07-28, "Caching").
            result = result.with("cacheScope", "private");
        }
        return removed == 0 && !shared
                ? ResultVerdict.pass()
                : new ResultVerdict.Replace(
                        result,
                        Reason.LIST_FILTERED,
                        removed + " of " + (removed + shown.size()) + " entries removed"
                                + (shared ? ", cacheScope made private" : ""));
    }

    private boolean differs(Listing listing, Context context) {
        ServerPolicy server = policy.server(listing.server());
        return server == null
                || !server.sameForAll()
                || !context.selection().layers().isEmpty();
    }

    private boolean shows(Listing listing, Json entry, Evaluation evaluation, Selection selection) {
        String member = switch (listing.kind()) {
            case TOOLS, PROMPTS -> "name";
            case RESOURCES -> "uri";
            case TEMPLATES -> "uriTemplate";
        };
        String target = entry instanceof JsonObject object ? object.string(member) : null;
        if (policy.shadow(listing)) {
            return selection.layers().isEmpty() || target != null && included(listing, target, selection);
        }
        if (target == null || target.length() > ResourceUris.MAX_CHARS || !included(listing, target, selection)) {
            return false;
        }
        return switch (listing.kind()) {
            case TOOLS -> evaluation.visible(Kind.TOOL, target);
            case PROMPTS -> evaluation.visible(Kind.PROMPT, target);
            case RESOURCES -> ResourceUris.problem(target).isEmpty() && evaluation.visible(Kind.RESOURCE, target);
            case TEMPLATES -> evaluation.templateVisible(target);
        };
    }

    private static boolean included(Listing listing, String target, Selection selection) {
        return switch (listing.kind()) {
            case TOOLS, PROMPTS -> selection.includesName(target);
            case RESOURCES, TEMPLATES -> selection.includesUri(target);
        };
    }
}
