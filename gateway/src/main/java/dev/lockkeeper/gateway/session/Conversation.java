package dev.lockkeeper.gateway.session;

import dev.lockkeeper.mcp.Message;

/** One client's conversation with one server. Thread-safe; messages may be handled concurrently. */
public interface Conversation extends AutoCloseable {

    /** Unguessable; visible ASCII. */
    String id();

    /**
     * Handles one message and waits until it is dealt with. Interrupting the thread cancels a request.
     *
     * @param metadata what the transport says beside the message, such as in headers
     * @param channel takes what concerns this request and comes before its answer
     * @return the answer to a request; {@link Reply.Accepted} for a notification or an answer
     */
    Reply handle(Message message, TransportMetadata metadata, ClientChannel channel);

    /**
     * Delivers what the server says by itself to this channel, in order and from any thread, until the handle or the
     * conversation is closed or a newer listener takes its place. Does not wait.
     */
    Listening listen(ClientChannel channel);

    /** Ends the conversation and its upstream. Idempotent. */
    @Override
    void close();
}
