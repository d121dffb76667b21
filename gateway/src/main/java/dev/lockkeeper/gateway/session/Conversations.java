package dev.lockkeeper.gateway.session;

import dev.lockkeeper.guard.Caller;
import java.util.Optional;

/** Where an entrance finds the conversation that a message belongs to. Thread-safe. */
public interface Conversations {

    /** The route of all servers at once; no server has this name. */
    String ALL = "*";

    /** Whether there is a route of this name; a route is the name of a server in the configuration. */
    boolean serves(String route);

    /** Begins a legacy conversation; the first message it handles is {@code initialize}. */
    Conversation open(Caller caller, String route) throws ConversationRefused;

    /** The legacy conversation of this id, if it was opened by this caller on this route; anybody else finds nothing. */
    Optional<Conversation> find(Caller caller, String route, String id);

    /** Where the caller's stateless requests on this route are handled. */
    Conversation stateless(Caller caller, String route) throws ConversationRefused;
}
