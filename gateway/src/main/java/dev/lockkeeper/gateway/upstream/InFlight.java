package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for an answer, by the ids that the server knows them by: a count, so that ids of clients, which
 * they use again and again, never meet. Thread-safe.
 */
final class InFlight {

    private static final int ABANDONED = 1024;
    private static final List<String> REQUEST_ID = List.of("params", "requestId");
    private static final List<String> SUBSCRIPTION = List.of("params", "_meta", Exchange.SUBSCRIPTION_ID);

    private final LongSupplier ids;
    private final Map<RequestId, Exchange> exchanges = new ConcurrentHashMap<>(1);
    private final Recent<RequestId, Boolean> abandoned = new Recent<>(ABANDONED);
    private final Patience patience;
    private volatile @Nullable UpstreamFailure ended;

    /** @param ids where ids come from, never one twice while it is in use at the server */
    InFlight(Patience patience, LongSupplier ids) {
        this.ids = ids;
        this.patience = patience;
    }

    Exchange begin(Permit permit) throws UpstreamFailure {
        var exchange = new Exchange(permit, RequestId.of(ids.getAsLong()), patience);
        exchanges.put(exchange.id(), exchange);
        UpstreamFailure end = ended;
        if (end != null) {
            exchanges.remove(exchange.id());
            throw end;
        }
        return exchange;
    }

    void checkOpen() throws UpstreamFailure {
        UpstreamFailure end = ended;
        if (end != null) {
            throw end;
        }
    }

    boolean isOpen() {
        return ended == null;
    }

    /** Forgets an exchange; an answer that still comes to one that has none yet is late and not unexpected. */
    void end(Exchange exchange) {
        if (exchange.open()) {
            abandoned.put(exchange.id(), true);
        }
        exchanges.remove(exchange.id());
    }

    Optional<Exchange> find(@Nullable RequestId id) {
        return id == null ? Optional.empty() : Optional.ofNullable(exchanges.get(id));
    }

    /** Whether an answer under this id comes to a request that nobody waits for any more. */
    boolean late(RequestId id) {
        return abandoned.remove(id) != null;
    }

    /** Fails whatever waits and whatever is begun from now on. False where that was done before. */
    boolean end(UpstreamFailure failure) {
        synchronized (this) {
            if (ended != null) {
                return false;
            }
            ended = failure;
        }
        exchanges.values().forEach(exchange -> exchange.fail(failure));
        return true;
    }

    /**
     * The exchange that the client means when it cancels, where exactly one is in flight under its id; never
     * {@code initialize}, which the protocol forbids to cancel.
     */
    Optional<Exchange> meantBy(Notification cancelled) {
        Json wanted = cancelled.params().get("requestId");
        List<Exchange> found = exchanges.values().stream()
                .filter(exchange -> exchange.request().id().value().equals(wanted))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()).filter(Exchange::cancellable) : Optional.empty();
    }

    /** The client's cancellation as the server must read it. */
    static Notification towardsServer(Notification cancelled, Exchange meant) {
        Json id = meant.id().value();
        return new Notification(
                cancelled.method(),
                cancelled.params().with("requestId", id),
                WireEdit.replace(cancelled.wire(), REQUEST_ID, id));
    }

    /**
     * The server's notification as the client must read it: where it names a request by the id the server knows, it
     * gets the client's.
     *
     * @param stream the exchange on whose stream it came, where the transport tells
     * @throws UpstreamFailure when it names a subscription that was never asked for
     */
    Notification towardsClient(Notification notification, @Nullable Exchange stream) throws UpstreamFailure {
        JsonObject params = notification.params();
        JsonObject meta = params.object("_meta");
        Json subscription = meta == null ? null : meta.get(Exchange.SUBSCRIPTION_ID);
        if (meta != null && subscription != null) {
            Exchange exchange = listening(subscription)
                    .filter(found -> stream == null || stream == found)
                    .orElseThrow(() -> new UpstreamFailure(
                            Reason.RESULT_UNEXPECTED, "a notification of a subscription that does not exist"));
            Json own = exchange.request().id().value();
            return new Notification(
                    notification.method(),
                    params.with("_meta", meta.with(Exchange.SUBSCRIPTION_ID, own)),
                    WireEdit.replace(notification.wire(), SUBSCRIPTION, own));
        }
        if (notification.method().equals("notifications/cancelled")) {
            Json own = listening(params.get("requestId"))
                    .map(exchange -> exchange.request().id().value())
                    .orElse(null);
            return own == null
                    ? notification
                    : new Notification(
                            notification.method(),
                            params.with("requestId", own),
                            WireEdit.replace(notification.wire(), REQUEST_ID, own));
        }
        return notification;
    }

    /** The request that a notification belongs to, where one can be told. */
    Optional<Exchange> related(Notification notification) {
        JsonObject meta = notification.params().object("_meta");
        Json subscription = meta == null ? null : meta.get(Exchange.SUBSCRIPTION_ID);
        if (subscription != null) {
            return listening(subscription);
        }
        Json token = notification.params().get("progressToken");
        if (token == null || !notification.method().equals("notifications/progress")) {
            return Optional.empty();
        }
        List<Exchange> found = exchanges.values().stream()
                .filter(exchange -> !exchange.answered() && exchange.carries(token))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private Optional<Exchange> listening(@Nullable Json id) {
        return id instanceof JsonString || id instanceof JsonNumber
                ? find(new RequestId(id)).filter(Exchange::listens)
                : Optional.empty();
    }
}
