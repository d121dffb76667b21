package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GET and DELETE of the legacy era: listening to a session, and ending it. */
final class Streams {

    private final Conversations conversations;
    private final Exchange exchange;
    private final Replays replays;
    private final Admission admission;

    Streams(Conversations conversations, Exchange exchange, Replays replays, Admission admission) {
        this.conversations = conversations;
        this.exchange = exchange;
        this.replays = replays;
        this.admission = admission;
    }

    void listen(Visit visit) throws HttpRefused, IOException {
        legacyOnly(visit);
        visit.headers().requireEventStream();
        Conversation conversation = session(visit, conversations);
        String last = visit.headers().single(Headers.LAST_EVENT_ID);
        visit.atEnd(admission.enter(caller(visit))::close);
        Replay replay = replays.of(conversation).orElse(null);
        if (replay == null || last == null) {
            listen(visit, conversation, replay == null ? null : replay.listening(), List.of());
            return;
        }
        EventId id = EventId.parse(last).orElseThrow(Streams::notKept);
        if (id.listening()) {
            listen(visit, conversation, replay.listening(id).orElseThrow(Streams::notKept), replay.after(id));
        } else {
            resume(visit, replay, id);
        }
    }

    private void listen(Visit visit, Conversation conversation, @Nullable Track track, List<Replay.Kept> missed)
            throws IOException {
        EventStream stream = exchange.stream(visit);
        stream.follow(track);
        stream.openNow(missed);
        exchange.listen(visit, conversation, stream);
    }

    private void resume(Visit visit, Replay replay, EventId id) throws HttpRefused, IOException {
        EventStream unanswered = replay.unanswered(id).orElse(null);
        if (unanswered != null && unanswered.resume(visit, () -> replay.after(id))) {
            exchange.attend(visit, () -> Thread.startVirtualThread(() -> unanswered.leave(visit)));
            return;
        }
        List<Replay.Kept> missed = replay.after(id);
        if (missed.isEmpty() || !missed.getLast().last()) {
            throw notKept();
        }
        EventStream stream = exchange.stream(visit);
        stream.openNow(missed);
        stream.end();
    }

    private static HttpRefused notKept() {
        return HttpRefused.badRequest(
                "What came after this Last-Event-ID is not kept (any more); send the request again"
                        + " if it may be repeated.");
    }

    void end(Visit visit) throws HttpRefused, IOException {
        legacyOnly(visit);
        session(visit, conversations).close();
        visit.output().empty(204);
    }

    private static void legacyOnly(Visit visit) throws HttpRefused {
        if (visit.headers().modern()) {
            throw new HttpRefused(405, Reason.HTTP_REQUEST, "This protocol version has POST only.")
                    .header("Allow", "POST");
        }
    }

    /** The session that a legacy request names; somebody else's, and another route's, is as unknown as none at all. */
    static Conversation session(Visit visit, Conversations conversations) throws HttpRefused {
        knownVersion(visit);
        String id = visit.headers().single(Headers.SESSION_ID);
        if (id == null) {
            throw new HttpRefused(
                    400,
                    Reason.SESSION_STATE,
                    "Send initialize first, and the session id that its answer carries with everything after it.");
        }
        return conversations
                .find(caller(visit), visit.route(), id)
                .orElseThrow(() -> new HttpRefused(
                        404,
                        Reason.SESSION_UNKNOWN,
                        "There is no such session (any more); begin another with initialize."));
    }

    static Caller caller(Visit visit) {
        @Nullable Caller caller = visit.caller();
        return Objects.requireNonNull(caller, "the gate lets in known callers only");
    }

    private static void knownVersion(Visit visit) throws HttpRefused {
        String version = visit.headers().single(Headers.PROTOCOL_VERSION);
        if (version != null
                && ProtocolVersion.of(version)
                        .filter(known -> known.era() == Era.LEGACY)
                        .isEmpty()) {
            throw new HttpRefused(400, Reason.VERSION_UNSUPPORTED, "This protocol version is not supported.");
        }
    }
}
