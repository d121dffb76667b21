package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP with server-sent events as MCP 2024-11-05 has it: GET opens the stream that carries everything to the client and
 * begins the session; POST, to the address that the stream's first event tells, brings what the client says.
 */
final class SseSessions {

    private final Conversations conversations;
    private final Intake intake;
    private final Exchange exchange;
    private final Refusals refusals;
    private final Admission streams;
    private final Admission requests;
    private final Map<String, EventStream> open = new ConcurrentHashMap<>();

    SseSessions(
            Conversations conversations,
            Intake intake,
            Exchange exchange,
            Refusals refusals,
            Admission streams,
            Admission requests) {
        this.conversations = conversations;
        this.intake = intake;
        this.exchange = exchange;
        this.refusals = refusals;
        this.streams = streams;
        this.requests = requests;
    }

    void open(Visit visit) throws HttpRefused, IOException {
        visit.headers().requireEventStream();
        visit.atEnd(streams.enter(Streams.caller(visit))::close);
        Conversation conversation;
        try {
            conversation = conversations.open(Streams.caller(visit), visit.route());
        } catch (ConversationRefused e) {
            exchange.refuse(visit, null, e.refusal(), false);
            return;
        }
        EventStream stream = exchange.stream(visit);
        open.put(conversation.id(), stream);
        visit.atEnd(() -> {
            open.remove(conversation.id());
            // Ending a server may take its time.
            Thread.startVirtualThread(conversation::close);
        });
        stream.openAt(Address.messages(visit.route(), conversation.id()));
        exchange.listen(visit, conversation, stream);
    }

    void take(Visit visit) throws HttpRefused, IOException {
        visit.headers().requireJson();
        var metadata = new TransportMetadata(SelectionHeader.of(visit.request().getHeaders()), null);
        String id = visit.address().session();
        Conversation conversation =
                conversations.find(Streams.caller(visit), visit.route(), id).orElseThrow(SseSessions::unknown);
        EventStream stream = open.get(id);
        if (stream == null) {
            throw unknown();
        }
        Admission.Place place = requests.enter(Streams.caller(visit));
        boolean handedOn = false;
        try {
            Message message = intake.message(intake.body(visit));
            switch (message) {
                case Request request -> {
                    visit.output().empty(202);
                    handedOn = true;
                    Thread.ofVirtual().name("sse-request").start(() -> {
                        try (place) {
                            answer(visit, conversation, request, metadata, stream);
                        }
                    });
                }
                case Notification notice -> exchange.tell(visit, conversation, notice, metadata, false);
                case Response answer -> exchange.tell(visit, conversation, answer, metadata, false);
            }
        } finally {
            if (!handedOn) {
                place.close();
            }
        }
    }

    private void answer(
            Visit visit, Conversation conversation, Request request, TransportMetadata metadata, EventStream stream) {
        Response answer;
        try {
            answer = Answers.of(conversation.handle(request, metadata, stream), request);
        } catch (RuntimeException | StackOverflowError e) {
            answer = refusals.of(
                            Streams.caller(visit),
                            Reason.INTERNAL_FAULT,
                            "The gateway failed on this message.",
                            visit.circumstances(202))
                    .answer(request.id());
        }
        try {
            stream.answer(answer.wire());
        } catch (IOException gone) {
            // Nobody reads any more; the stream has ended, and with it the session.
        }
    }

    private static HttpRefused unknown() {
        return new HttpRefused(404, Reason.SESSION_UNKNOWN, "There is no such session; open another stream with GET.");
    }
}
