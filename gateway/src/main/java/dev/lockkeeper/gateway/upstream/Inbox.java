package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a server sends: reads it strictly, brings answers to who waits for them, and puts everything else to the
 * listener. Thread-safe.
 */
final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    /** How many more texts may be refused than are accepted before the conversation is ended. */
    private static final int PATIENCE = 100;

    private final Readers readers;
    private final InFlight inFlight;
    private final UpstreamListener listener;
    private volatile boolean batches; // only one protocol version has them
    private final AtomicInteger refused = new AtomicInteger();
    private final FloodGate gate = new FloodGate(System::nanoTime);

    Inbox(Readers readers, InFlight inFlight, UpstreamListener listener) {
        this.readers = readers;
        this.inFlight = inFlight;
        this.listener = listener;
    }

    /**
     * Takes one text.
     *
     * @param stream the exchange on whose stream it came; null where the transport has one stream for all
     * @throws StreamRefused when the server has sent too much that is not a message
     */
    void take(byte[] text, @Nullable Exchange stream) throws StreamRefused {
        try {
            for (Message message : messages(text)) {
                accepted();
                switch (message) {
                    case Response response -> answered(response, stream);
                    case Request request -> asked(request, stream);
                    case Notification notification -> noticed(notification, stream);
                }
            }
        } catch (JsonRefused e) {
            unreadable(text, stream, e);
        }
    }

    /** The server answers on a stream. */
    void begun(Exchange exchange) {
        listener.begun(exchange.permit());
    }

    /** The server broke the stream off before the answer. */
    void parted(Exchange exchange) {
        listener.parted(exchange.permit());
    }

    /** Takes one text from a stream that carries no answers. */
    void takeUnasked(byte[] text) throws StreamRefused {
        try {
            for (Message message : messages(text)) {
                switch (message) {
                    case Response response -> refuse(unexpected());
                    case Request request -> asked(request, null);
                    case Notification notification -> noticed(notification, null);
                }
            }
        } catch (JsonRefused e) {
            refuse(unreadable(text, e));
        }
    }

    private List<Message> messages(byte[] text) throws JsonRefused {
        return batches && MessageReader.isBatch(text)
                ? readers.messages().readBatch(text)
                : List.of(readers.messages().read(text));
    }

    /**
     * Takes the body of an HTTP error if it is the answer to this request: under its id, or, where the request itself
     * was refused, under none.
     */
    boolean takeError(int status, byte[] text, Exchange exchange) {
        try {
            return readers.messages().read(status / 100 == 4 ? named(text, exchange) : text) instanceof Failure failure
                    && failure.id().equals(exchange.id())
                    && exchange.answer(failure);
        } catch (JsonRefused e) {
            return false;
        }
    }

    // A server that refuses a request before it read so far as its id has none to answer under.
    private byte[] named(byte[] text, Exchange exchange) throws JsonRefused {
        return readers.json().read(text) instanceof JsonObject envelope
                        && Objects.requireNonNullElse(envelope.get("id"), JsonNull.NULL) == JsonNull.NULL
                ? WireEdit.put(Wire.of(text), List.of("id"), exchange.id().value())
                        .bytes()
                : text;
    }

    /** Tells the listener of a text that cannot be used. */
    void refuse(UpstreamFailure failure) throws StreamRefused {
        if (passes()) {
            report(failure);
        }
        if (refused.incrementAndGet() > PATIENCE) {
            throw new StreamRefused("the server keeps sending what is not a message");
        }
    }

    private void accepted() {
        if (refused.get() > 0) {
            refused.updateAndGet(count -> Math.max(0, count - 1));
        }
    }

    private void answered(Response response, @Nullable Exchange stream) throws StreamRefused {
        Exchange exchange = inFlight.find(response.id()).orElse(null);
        // INVARIANT: an answer that comes on the stream of one request answers no other.
        boolean wanted = exchange != null && (stream == null || stream == exchange) && answer(exchange, response);
        if (!wanted && !inFlight.late(response.id())) {
            refuse(unexpected());
        }
    }

    private void asked(Request request, @Nullable Exchange stream) throws StreamRefused {
        if (passes()) {
            tell(request, stream == null ? null : stream.permit());
        }
    }

    private boolean answer(Exchange exchange, Response response) {
        if (exchange.request().method().equals("initialize") && response instanceof Success success) {
            batches = ProtocolVersion.V2025_03_26.text().equals(success.result().string("protocolVersion"));
        }
        return exchange.answer(response);
    }

    private void noticed(Notification notification, @Nullable Exchange stream) throws StreamRefused {
        if (!passes()) {
            return;
        }
        try {
            Exchange related = stream == null ? inFlight.related(notification).orElse(null) : stream;
            Json token = notification.params().get("progressToken");
            if (related != null && token != null && related.carries(token)) {
                related.progressed();
            }
            tell(inFlight.towardsClient(notification, stream), related == null ? null : related.permit());
        } catch (UpstreamFailure e) {
            refuse(e);
        }
    }

    /** Whether there is room for one more message that nobody asked for. */
    private boolean passes() throws StreamRefused {
        return switch (gate.pass()) {
            case OPEN -> true;
            case CLOSING -> {
                report(new UpstreamFailure(Reason.UPSTREAM_FLOOD, "too many messages at once; the rest is left out"));
                yield false;
            }
            case CLOSED -> false;
            case BROKEN -> throw new StreamRefused(Reason.UPSTREAM_FLOOD, "the server floods and does not pause");
        };
    }

    private void report(UpstreamFailure failure) {
        try {
            listener.refused(failure);
        } catch (RuntimeException e) {
            LOG.error("a listener failed", e);
        }
    }

    private void tell(Message message, @Nullable Permit related) {
        try {
            listener.received(message, related);
        } catch (RuntimeException e) {
            // INVARIANT: what goes wrong with one message does not end the conversation.
            LOG.error("a listener failed", e);
        }
    }

    private void unreadable(byte[] text, @Nullable Exchange stream, JsonRefused cause) throws StreamRefused {
        UpstreamFailure failure = unreadable(text, cause);
        RequestId id = LenientId.in(text);
        Exchange exchange = inFlight.find(id).orElse(null);
        boolean failed = exchange != null && (stream == null || stream == exchange) && exchange.fail(failure);
        if (!failed && (id == null || !inFlight.late(id))) {
            refuse(failure);
        }
    }

    private static UpstreamFailure unreadable(byte[] text, JsonRefused cause) {
        String came = Excerpt.of(text).map(excerpt -> " It begins: " + excerpt).orElse("");
        return new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, cause.reason().code() + ": " + cause.getMessage() + came);
    }

    private static UpstreamFailure unexpected() {
        return new UpstreamFailure(Reason.RESULT_UNEXPECTED, "an answer to nothing that was asked");
    }
}
