package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.reason.Reason;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** The requests of a client of all servers that are under way, so that it can cancel them. Thread-safe. */
final class Flights {

    private final boolean exclusive;
    private final Map<RequestId, Flight> flights = new ConcurrentHashMap<>();

    private sealed interface Flight {}

    private record AtOne(Member member, Era era) implements Flight {}

    private record AtAll(Future<Reply> work) implements Flight {}

    /**
     * @param exclusive whether an id stands for one request. A caller's stateless requests may come from several clients
     *     that number theirs alike; of two such, the first can be cancelled.
     */
    Flights(boolean exclusive) {
        this.exclusive = exclusive;
    }

    boolean isEmpty() {
        return flights.isEmpty();
    }

    /** Has one server handle a request. */
    Reply at(Member owner, Request request, Asking asking) throws JsonRefused, Unavailable {
        var flight = new AtOne(owner, asking.era());
        begin(request, flight);
        try {
            return owner.ask(request, asking);
        } finally {
            flights.remove(request.id(), flight);
        }
    }

    /**
     * Does what a request asks of several servers, on a thread of its own that a cancellation interrupts.
     *
     * @throws CancellationException when the client cancelled it
     */
    Reply atAll(Request request, Callable<Reply> work) throws JsonRefused, InterruptedException {
        var task = new FutureTask<>(work);
        var flight = new AtAll(task);
        begin(request, flight);
        try {
            Thread.ofVirtual().name("all-servers").start(task);
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case JsonRefused refused -> throw refused;
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            task.cancel(true);
            flights.remove(request.id(), flight);
        }
    }

    /** Ends what the client does not want any more; an id of nothing is that of a request that was just answered. */
    Reply cancel(Notification notice, TransportMetadata metadata) throws JsonRefused {
        Json wanted = notice.params().get("requestId");
        if (!(wanted instanceof JsonString || wanted instanceof JsonNumber)) {
            throw new JsonRefused(Reason.MESSAGE_INVALID, "The member requestId must be a string or a number.");
        }
        return switch (flights.get(new RequestId(wanted))) {
            case AtOne flight ->
                flight.member().cancel(notice, flight.era(), metadata).orElse(Reply.Accepted.ACCEPTED);
            case AtAll flight -> {
                flight.work().cancel(true);
                yield Reply.Accepted.ACCEPTED;
            }
            case null -> Reply.Accepted.ACCEPTED;
        };
    }

    private void begin(Request request, Flight flight) throws JsonRefused {
        if (flights.putIfAbsent(request.id(), flight) != null && exclusive) {
            throw new JsonRefused(Reason.MESSAGE_INVALID, "A request with this id still waits for its answer.");
        }
    }
}
