package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** POST: one message from the client, in whichever era it speaks, and the answer to it. */
final class Posts {

    private final Conversations conversations;
    private final Intake intake;
    private final Exchange exchange;
    private final Admission admission;
    private final Admission streams;

    /**
     * @param admission places for requests
     * @param streams places for what stays open for as long as its client likes
     */
    Posts(Conversations conversations, Intake intake, Exchange exchange, Admission admission, Admission streams) {
        this.conversations = conversations;
        this.intake = intake;
        this.exchange = exchange;
        this.admission = admission;
        this.streams = streams;
    }

    void serve(Visit visit) throws HttpRefused, IOException {
        visit.headers().requireJson();
        if (!visit.headers().accepts("application", "json") || !visit.headers().accepts("text", "event-stream")) {
            throw new HttpRefused(406, Reason.HTTP_REQUEST, "Send Accept: application/json, text/event-stream.");
        }
        var metadata = new TransportMetadata(
                SelectionHeader.of(visit.request().getHeaders()),
                ParameterHeaders.of(visit.request().getHeaders()));
        try (var place = admission.enter(Streams.caller(visit))) {
            byte[] body = intake.body(visit);
            if (batched(visit, body, metadata)) {
                return;
            }
            Message message = intake.message(body);
            if (modern(message, visit)) {
                modern(visit, message, metadata, place);
            } else {
                legacy(visit, message, metadata);
            }
        }
    }

    /** Whether it was a batch, in a session that may send one; a batch anywhere else is refused as a message. */
    private boolean batched(Visit visit, byte[] body, TransportMetadata metadata) throws HttpRefused, IOException {
        if (!MessageReader.isBatch(body)
                || visit.headers().modern()
                || !visit.request().getHeaders().contains(Headers.SESSION_ID)) {
            return false;
        }
        Conversation conversation = Streams.session(visit, conversations);
        if (!conversation.version().equals(Optional.of(ProtocolVersion.V2025_03_26))) {
            return false;
        }
        List<Message> messages = intake.batch(body);
        // One place is taken already.
        int more = Math.max(0, (int) Batch.requests(messages) - 1);
        try (var places = admission.enter(Streams.caller(visit), more)) {
            Objects.requireNonNull(places);
            exchange.batch(visit, conversation, messages, metadata);
        }
        return true;
    }

    /**
     * Modern is what says so of itself, in {@code _meta} or in the version header. An {@code initialize} without such a
     * {@code _meta} is legacy whatever the header says, or a client could not fall back.
     */
    private static boolean modern(Message message, Visit visit) {
        return switch (message) {
            case Request request ->
                request.meta().get(ModernRules.VERSION) != null
                        || visit.headers().modern() && !request.method().equals("initialize");
            case Notification notification -> visit.headers().modern();
            case Response response -> visit.headers().modern();
        };
    }

    private void modern(Visit visit, Message message, TransportMetadata metadata, Admission.Place place)
            throws HttpRefused, IOException {
        switch (message) {
            case Response response ->
                throw new HttpRefused(
                                400, Reason.MESSAGE_INVALID, "In this protocol version a client sends no answers.")
                        .inModernEra();
            case Notification notification -> {
                ModernRules.check(notification, visit.headers());
                Conversation conversation = stateless(visit, null);
                if (conversation != null) {
                    exchange.tell(visit, conversation, notification, metadata, true);
                }
            }
            case Request request -> {
                try {
                    ModernRules.check(request, visit.headers());
                } catch (HttpRefused refused) {
                    throw refused.inModernEra();
                }
                Conversation conversation = stateless(visit, request);
                if (conversation != null && request.method().equals("subscriptions/listen")) {
                    subscribe(visit, conversation, request, metadata, place);
                } else if (conversation != null) {
                    exchange.ask(visit, conversation, request, metadata, true);
                }
            }
        }
    }

    // INVARIANT: what lasts for as long as its client likes holds no place that requests need.
    private void subscribe(
            Visit visit, Conversation conversation, Request request, TransportMetadata metadata, Admission.Place place)
            throws HttpRefused, IOException {
        try (var stream = streams.enter(Streams.caller(visit))) {
            Objects.requireNonNull(stream);
            place.close();
            exchange.ask(visit, conversation, request, metadata, true);
        } catch (HttpRefused refused) {
            throw refused.answering(request.id()).inModernEra();
        }
    }

    /** Where stateless requests are handled; null where that was refused and the refusal is answered. */
    private @Nullable Conversation stateless(Visit visit, @Nullable Request request) throws IOException {
        try {
            return conversations.stateless(Streams.caller(visit), visit.route());
        } catch (ConversationRefused e) {
            exchange.refuse(visit, request == null ? null : request.id(), e.refusal(), true);
            return null;
        }
    }

    private void legacy(Visit visit, Message message, TransportMetadata metadata) throws HttpRefused, IOException {
        boolean named = visit.request().getHeaders().contains(Headers.SESSION_ID);
        switch (message) {
            case Request request -> {
                if (request.method().equals("initialize") && !named) {
                    begin(visit, request, metadata);
                } else {
                    exchange.ask(visit, session(visit, request), request, metadata, false);
                }
            }
            case Notification notification ->
                exchange.tell(visit, Streams.session(visit, conversations), notification, metadata, false);
            case Response response ->
                exchange.tell(visit, Streams.session(visit, conversations), response, metadata, false);
        }
    }

    private Conversation session(Visit visit, Request request) throws HttpRefused {
        try {
            return Streams.session(visit, conversations);
        } catch (HttpRefused refused) {
            throw refused.answering(request.id());
        }
    }

    private void begin(Visit visit, Request initialize, TransportMetadata metadata) throws IOException {
        Conversation conversation;
        try {
            conversation = conversations.open(Streams.caller(visit), visit.route());
        } catch (ConversationRefused e) {
            exchange.refuse(visit, initialize.id(), e.refusal(), false);
            return;
        }
        boolean begun = false;
        try {
            visit.output().response().getHeaders().put(Headers.SESSION_ID, conversation.id());
            begun = exchange.ask(visit, conversation, initialize, metadata, false);
        } finally {
            if (!begun) {
                conversation.close();
            }
        }
    }
}
