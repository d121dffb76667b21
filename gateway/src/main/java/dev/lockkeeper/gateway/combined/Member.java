package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Listening;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One server as a client of all servers uses it. Its legacy conversation is begun when it is first needed, and again
 * when it went away, with the client's own greeting; stateless requests go where those of its own path go. Thread-safe.
 */
final class Member {

    static final ClientChannel NOWHERE = release -> {
        throw new IOException("nobody waits for what comes before this answer");
    };

    private static final int MOST_FOLLOWED = 256;
    private static final int LONGEST_FOLLOWED = 4_096;

    private final String server;
    private final Caller caller;
    private final Conversations conversations;
    private final Decider decider;
    private final AtomicLong asked = new AtomicLong();
    private final Set<String> followed = Collections.synchronizedSet(new LinkedHashSet<>());
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Conversation beginning;
    private volatile @Nullable Conversation legacy;
    private volatile boolean closed;
    private @Nullable ClientChannel listener;
    private @Nullable Listening listening;

    Member(String server, Caller caller, Conversations conversations, Decider decider) {
        this.server = server;
        this.caller = caller;
        this.conversations = conversations;
        this.decider = decider;
    }

    String server() {
        return server;
    }

    /** Has the server handle a request; opens what is needed for it. */
    Reply ask(Request request, Asking asking) throws Unavailable {
        Greeting greeting = asking.greeting();
        try {
            if (greeting == null) {
                return conversations
                        .stateless(caller, server)
                        .handle(request, here(asking.metadata()), asking.channel());
            }
            Reply reply = legacy(greeting).handle(request, here(asking.metadata()), asking.channel());
            follow(request, reply);
            return reply;
        } catch (ConversationRefused e) {
            throw new Unavailable(e.refusal());
        }
    }

    /** Hands a notification or an answer to the legacy conversation; empty where there is none. */
    Optional<Reply> tell(Message message, TransportMetadata metadata) {
        return open().map(conversation -> conversation.handle(message, here(metadata), NOWHERE));
    }

    /** Hands a request to the legacy conversation, where there is one. */
    Optional<Reply> tell(Request request, Asking asking) {
        return open().map(conversation -> conversation.handle(request, here(asking.metadata()), NOWHERE));
    }

    /** Hands on that the client cancelled a request of this era. */
    Optional<Reply> cancel(Notification cancelled, Era era, TransportMetadata metadata) {
        if (era == Era.LEGACY) {
            return tell(cancelled, metadata);
        }
        try {
            return Optional.of(conversations.stateless(caller, server).handle(cancelled, here(metadata), NOWHERE));
        } catch (ConversationRefused e) {
            return Optional.of(new Reply.Refused(e.refusal()));
        }
    }

    /** From now on brings what the server says by itself to this channel; null for none. */
    synchronized void listen(@Nullable ClientChannel channel) {
        listener = channel;
        attach();
    }

    /** Ends the legacy conversation, for good, also one that is being begun. */
    void close() {
        closed = true;
        for (Conversation each : new Conversation[] {beginning, legacy}) {
            if (each != null) {
                each.close();
            }
        }
    }

    /** An id for a request of the gateway's own, which none that is under way here has. */
    RequestId nextId(String purpose) {
        return new RequestId(new JsonString("lockkeeper-" + purpose + "-" + asked.incrementAndGet()));
    }

    /** Remembers what a client subscribed to, for when the server begins anew. */
    private void follow(Request request, Reply reply) {
        String uri = request.params().string("uri");
        boolean done =
                reply instanceof Reply.Answered answered && answered.release().message() instanceof Success;
        if (uri == null || !done) {
            return;
        }
        if (request.method().equals("resources/unsubscribe")) {
            followed.remove(uri);
        } else if (request.method().equals("resources/subscribe")
                && uri.length() <= LONGEST_FOLLOWED
                && followed.size() < MOST_FOLLOWED) {
            followed.add(uri);
        }
    }

    private Optional<Conversation> open() {
        Conversation open = legacy;
        return open == null ? Optional.empty() : conversations.find(caller, server, open.id());
    }

    private Conversation legacy(Greeting greeting) throws Unavailable, ConversationRefused {
        Optional<Conversation> open = open();
        if (open.isPresent()) {
            return open.get();
        }
        opening.lock();
        try {
            open = open();
            if (open.isPresent()) {
                return open.get();
            }
            Conversation begun = begin(greeting);
            begun(begun);
            return begun;
        } finally {
            opening.unlock();
        }
    }

    private Conversation begin(Greeting greeting) throws Unavailable, ConversationRefused {
        Conversation fresh = conversations.open(caller, server);
        boolean begun = false;
        beginning = fresh;
        try {
            // INVARIANT: whoever closes first says so, then looks for what is being begun; one of the two sees the
            // other.
            if (closed) {
                throw unavailable(Reason.UPSTREAM_CLOSED, "The conversation is closed.");
            }
            greet(fresh, greeting);
            begun = true;
            return fresh;
        } finally {
            if (!begun) {
                beginning = null;
                fresh.close();
            }
        }
    }

    private synchronized void begun(Conversation conversation) {
        legacy = conversation;
        beginning = null;
        if (closed) {
            conversation.close();
        }
        attach();
    }

    private void greet(Conversation fresh, Greeting greeting) throws Unavailable {
        TransportMetadata metadata = here(greeting.metadata());
        Reply reply = fresh.handle(greeting.initialize(nextId("initialize")), metadata, NOWHERE);
        if (reply instanceof Reply.Refused refused) {
            throw new Unavailable(refused.refusal());
        }
        if (!(reply instanceof Reply.Answered answered) || !(answered.release().message() instanceof Success)) {
            throw unavailable(Reason.UPSTREAM_UNAVAILABLE, "The server does not begin a conversation.");
        }
        fresh.handle(Greeting.initialized(), metadata, NOWHERE);
        JsonObject level = greeting.level();
        if (level != null) {
            // A server without logging refuses, which changes nothing.
            fresh.handle(Request.of(nextId("level"), "logging/setLevel", level), metadata, NOWHERE);
        }
        subscribe(fresh, metadata);
    }

    /** Subscribes anew to what the client had subscribed to; not for ever where the server does not answer. */
    private void subscribe(Conversation fresh, TransportMetadata metadata) {
        for (String uri : followed.toArray(String[]::new)) {
            JsonObject params = JsonObject.EMPTY.with("uri", uri);
            Request request = Request.of(nextId("subscribe"), "resources/subscribe", params);
            if (fresh.handle(request, metadata, NOWHERE) instanceof Reply.Refused refused
                    && refused.refusal().reason() == Reason.UPSTREAM_TIMEOUT) {
                return;
            }
        }
    }

    private synchronized void attach() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        Conversation open = legacy;
        if (open != null && listener != null) {
            listening = open.listen(listener);
        }
    }

    private Unavailable unavailable(Reason reason, String message) {
        return new Unavailable(decider.refuse(
                reason, message, JsonObject.EMPTY.with("caller", caller.key()).with("server", server)));
    }

    private TransportMetadata here(TransportMetadata metadata) {
        // INVARIANT: there are no tasks at all servers at once, see Taskless.
        return new TransportMetadata(
                metadata.selection().seenWith(VisibleName.prefix(server)), metadata.parameters(), false);
    }
}
