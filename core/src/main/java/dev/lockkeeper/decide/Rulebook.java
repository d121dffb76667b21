package dev.lockkeeper.decide;

import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Extensions;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * One consistent set of guards; replaced as a whole when the policy changes.
 *
 * @param version identifies the policy, such as a digest of its text
 * @param guards in the order in which they judge, cheapest first
 * @param resultGuards in the order in which they judge
 * @param readOnly whether the policy calls the action read-only; nobody else's word can make it so
 * @param shadow whether refusals of the action are only recorded
 * @param extensions whether, by the names of a server and of an extension, peers may agree on it
 */
public record Rulebook(
        String version,
        List<Guard> guards,
        List<ResultGuard> resultGuards,
        Predicate<Action> readOnly,
        Predicate<Action> shadow,
        BiPredicate<String, String> extensions) {

    /** Rules that let peers agree on the extensions that the gateway carries, and no others. */
    public Rulebook(
            String version,
            List<Guard> guards,
            List<ResultGuard> resultGuards,
            Predicate<Action> readOnly,
            Predicate<Action> shadow) {
        this(version, guards, resultGuards, readOnly, shadow, (server, extension) -> Extensions.carried(extension));
    }

    public Rulebook {
        guards = List.copyOf(guards);
        resultGuards = List.copyOf(resultGuards);
    }

    /** Grants nothing. */
    public static final Rulebook EMPTY = new Rulebook("none", List.of(), List.of(), action -> false, action -> false);
}
