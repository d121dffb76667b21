package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Listing;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Tells a caller whose name is of no server which servers there are for this caller. */
final class Neighbours {

    private static final int MOST_NAMES = 10;
    private static final int LONGEST = 300;

    private final Members members;
    private final Decider decider;
    private final Caller caller;
    private final InstantSource clock;

    Neighbours(Members members, Decider decider, Caller caller, InstantSource clock) {
        this.members = members;
        this.decider = decider;
        this.caller = caller;
        this.clock = clock;
    }

    String sentence(Selection selection) {
        var context = new Context(caller, Client.UNKNOWN, clock.instant(), selection, Set.of());
        // INVARIANT: no server is named to who may not even list there.
        List<String> seen = members.servers().stream()
                .filter(server -> lists(server, context))
                .toList();
        var names = new StringBuilder();
        int named = 0;
        for (String server : seen) {
            if (named == MOST_NAMES || names.length() + server.length() > LONGEST) {
                break;
            }
            names.append(named++ == 0 ? "" : ", ").append(server);
        }
        String sentence = "Names here are SERVER" + VisibleName.SEPARATOR + "NAME; this one names no server.";
        return named == 0
                ? sentence
                : sentence + " There are: " + names + (named < seen.size() ? ", and others." : ".");
    }

    private boolean lists(String server, Context context) {
        return List.of(Listing.Kind.TOOLS, Listing.Kind.PROMPTS).stream()
                .anyMatch(kind -> decider.explain(new Listing(server, kind, JsonObject.EMPTY), context)
                        .passes());
    }
}
