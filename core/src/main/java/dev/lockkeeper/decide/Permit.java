package dev.lockkeeper.decide;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Message;

/**
 * Proof that exactly this message was granted and that the grant is in the journal. Only {@link Decider} makes one; an
 * upstream takes nothing else.
 */
public final class Permit {

    private final Action action;
    private final Message message;
    private final Context context;
    private final String reference;
    private final Place place;
    private final JsonObject facts;

    // INVARIANT: package-private, and called only after the journal took the record.
    Permit(Action action, Message message, Context context, String reference, Place place, JsonObject facts) {
        this.action = action;
        this.message = message;
        this.context = context;
        this.reference = reference;
        this.place = place;
        this.facts = facts;
    }

    public Action action() {
        return action;
    }

    /** The message to forward, as it was judged. */
    public Message message() {
        return message;
    }

    public Context context() {
        return context;
    }

    /** The journal's reference of the decision. */
    public String reference() {
        return reference;
    }

    /** The room that it takes until it is closed. */
    public Place place() {
        return place;
    }

    /**
     * What the decision rests on and whoever acts must hold on to, by the JSON Pointer of the argument:
     * {@code {"/url": {"host": "example.com", "addresses": ["192.0.2.1"]}}} means that no other address is permitted.
     */
    public JsonObject facts() {
        return facts;
    }
}
