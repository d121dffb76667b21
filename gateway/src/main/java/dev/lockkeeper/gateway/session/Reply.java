package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.mcp.Response;

/** What a client gets for a message. */
public sealed interface Reply {

    /** The server's answer, released. */
    record Answered(Release release) implements Reply {}

    /** The gateway's own answer: to what needs no server, such as ping, or made of answers that were released. */
    record Own(Response response) implements Reply {}

    /** No. For a request it becomes a JSON-RPC error under the request's id. */
    record Refused(Refusal refusal) implements Reply {}

    /** Nothing to say: a notification or an answer was taken. */
    enum Accepted implements Reply {
        ACCEPTED
    }
}
