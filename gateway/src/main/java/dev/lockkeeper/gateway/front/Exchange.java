package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Listening;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts messages to their conversation, or listens to it, and gives the client what comes of it. */
final class Exchange {

    private static final ClientChannel NOWHERE = release -> {
        throw new IOException("a notification has no answer for anything to come before");
    };

    private final HttpSettings settings;
    private final Pulse pulse;
    private final Present present;
    private final Replays replays;

    Exchange(HttpSettings settings, Pulse pulse, Present present, Replays replays) {
        this.replays = replays;
        this.settings = settings;
        this.pulse = pulse;
        this.present = present;
    }

    /**
     * Has a request answered.
     *
     * @return whether the answer is a success
     */
    boolean ask(Visit visit, Conversation conversation, Request request, TransportMetadata metadata, boolean modern)
            throws IOException {
        Reply reply;
        EventStream stream;
        Handover before;
        try (var presence = Presence.ofThread(visit.request(), present, modern)) {
            stream = stream(visit, conversation, modern, presence);
            before = new Handover(stream);
            reply = handle(conversation, request, metadata, stream, before);
            if (presence.absent()) {
                stream.abandon();
                throw new IOException("the client went away");
            }
        }
        before.settle();
        return answer(visit, request, reply, stream, modern);
    }

    private EventStream stream(Visit visit, Conversation conversation, boolean modern, Presence presence) {
        EventStream stream = stream(visit);
        if (modern) {
            stream.whenGone(presence::gone);
        } else {
            replays.of(conversation).ifPresent(replay -> replay.answering(stream));
        }
        stream.openAfter(settings.streamAfter());
        return stream;
    }

    /** What answers this request, if it is to be a stream. */
    EventStream stream(Visit visit) {
        return new EventStream(visit, pulse, settings.keepAlive());
    }

    /** Brings the client what the server says by itself, until either of them ends it. */
    void listen(Visit visit, Conversation conversation, EventStream stream) {
        // Whatever ends the stream ends the listening, and the listening, once it is over, ends the stream.
        Listening listening = conversation.listen(stream);
        stream.whenGone(attend(visit, listening::close)::gone);
    }

    /**
     * Leaves the answer open when the handling thread leaves.
     *
     * @param onGone done once when the client goes away; may not wait
     */
    Presence attend(Visit visit, Runnable onGone) {
        visit.detach();
        var presence = Presence.ofStream(visit.request(), present, onGone);
        visit.atEnd(presence::close);
        return presence;
    }

    /** Has a batch handled, whose requests are answered together. */
    void batch(Visit visit, Conversation conversation, List<Message> messages, TransportMetadata metadata)
            throws IOException {
        List<Refusal> refused = new ArrayList<>();
        List<Wire> answers;
        EventStream stream = null;
        Handover before = null;
        try (var presence = Presence.ofThread(visit.request(), present, false)) {
            if (Batch.requests(messages) > 0) {
                stream = stream(visit, conversation, false, presence);
                before = new Handover(stream);
            }
            answers = batch(conversation, messages, metadata, before == null ? NOWHERE : before, refused);
            if (presence.absent()) {
                throw new IOException("the entrance closes");
            }
        } catch (IOException | RuntimeException e) {
            if (stream != null) {
                stream.abandon();
            }
            throw e;
        }
        if (stream != null && before != null) {
            before.settle();
            stream.finish(answers);
        } else if (refused.isEmpty()) {
            visit.output().empty(202);
        } else {
            refuse(visit, null, refused.getFirst(), false);
        }
    }

    private static List<Wire> batch(
            Conversation conversation,
            List<Message> messages,
            TransportMetadata metadata,
            ClientChannel channel,
            List<Refusal> refused) {
        return Batch.handle(
                messages,
                request -> Optional.of(Answers.of(conversation.handle(request, metadata, channel), request)
                        .wire()),
                message -> {
                    if (conversation.handle(message, metadata, NOWHERE) instanceof Reply.Refused no) {
                        refused.add(no.refusal());
                    }
                });
    }

    private static Reply handle(
            Conversation conversation,
            Request request,
            TransportMetadata metadata,
            EventStream stream,
            ClientChannel before) {
        boolean handled = false;
        try {
            Reply reply = conversation.handle(request, metadata, before);
            handled = true;
            return reply;
        } finally {
            if (!handled) {
                stream.abandon();
            }
        }
    }

    private static boolean answer(Visit visit, Request request, Reply reply, EventStream stream, boolean modern)
            throws IOException {
        Response answer = Answers.of(reply, request);
        boolean success = answer instanceof Success;
        if (!success && !visit.output().response().isCommitted()) {
            visit.output().response().getHeaders().remove(Headers.SESSION_ID);
        }
        stream.finish(status(reply, answer, modern), answer.wire());
        return success;
    }

    private static int status(Reply reply, Response answer, boolean modern) {
        if (modern
                && reply instanceof Reply.Refused refused
                && refused.refusal().reason() == Reason.META_MISSING) {
            return 400;
        }
        return Answers.status(answer, modern);
    }

    /** Hands over a notification or an answer. */
    void tell(Visit visit, Conversation conversation, Message message, TransportMetadata metadata, boolean modern)
            throws IOException {
        Reply reply;
        try (var presence = Presence.ofThread(visit.request(), present, false)) {
            reply = conversation.handle(message, metadata, NOWHERE);
            if (presence.absent()) {
                throw new IOException("the entrance closes");
            }
        }
        switch (reply) {
            case Reply.Accepted accepted -> visit.output().empty(202);
            case Reply.Refused refused -> refuse(visit, null, refused.refusal(), modern);
            case Reply.Answered answered -> throw new IllegalStateException("an answer to what asks for none");
            case Reply.Own own -> throw new IllegalStateException("an answer to what asks for none");
        }
    }

    /**
     * Answers with a refusal that is recorded already.
     *
     * @param id of the request, which then gets its error in a 200 unless the gateway is too busy; null for what is no
     *     request
     */
    void refuse(Visit visit, @Nullable RequestId id, Refusal refusal, boolean modern) throws IOException {
        boolean busy = refusal.reason() == Reason.HTTP_BUSY || id == null && refusal.reason() == Reason.SESSION_LIMIT;
        if (busy) {
            visit.output().response().getHeaders().put("Retry-After", "1");
        }
        int status = busy ? 503 : id != null ? 200 : 400;
        Wire error = Answers.error(refusal, JsonObject.EMPTY, id, modern);
        visit.output().whole(status, "application/json", error.buffer());
    }
}
