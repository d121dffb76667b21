package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The requests of one client that wait for their answers, newest first. Thread-safe. */
final class Flights {

    private final Deque<Flight> flights = new ArrayDeque<>(1);

    /** One request under way; equal only to itself. */
    static final class Flight {

        private final Permit permit;
        private final ClientChannel channel;

        private Flight(Permit permit, ClientChannel channel) {
            this.permit = permit;
            this.channel = channel;
        }

        ClientChannel channel() {
            return channel;
        }

        /** Whether the request asked for progress under this token. */
        boolean asksFor(Json token) {
            return request().progressToken().filter(token.text()::equals).isPresent();
        }

        private Request request() {
            return (Request) permit.message();
        }
    }

    synchronized Flight begin(Permit permit, ClientChannel channel) {
        var flight = new Flight(permit, channel);
        flights.addFirst(flight);
        return flight;
    }

    synchronized void end(Flight flight) {
        flights.remove(flight);
    }

    /** The flight of exactly this permit. */
    synchronized Optional<Flight> of(@Nullable Permit permit) {
        return flights.stream().filter(flight -> flight.permit.equals(permit)).findFirst();
    }

    /** The one flight whose request carries this progress token, as JSON text; none where it could be anybody's. */
    synchronized Optional<Flight> withToken(String token) {
        List<Flight> carrying = flights.stream()
                .filter(flight ->
                        flight.request().progressToken().filter(token::equals).isPresent())
                .toList();
        return carrying.size() == 1 ? Optional.of(carrying.getFirst()) : Optional.empty();
    }

    synchronized boolean has(RequestId id) {
        return flights.stream().anyMatch(flight -> flight.request().id().equals(id));
    }

    /** Whether a subscription of the client's is under way under this id. */
    synchronized boolean listens(@Nullable Json id) {
        return flights.stream()
                .map(Flight::request)
                .anyMatch(request -> request.method().equals("subscriptions/listen")
                        && request.id().value().equals(id));
    }

    /** The newest flight: where a server's question most likely belongs when the transport does not tell. */
    synchronized Optional<Flight> newest() {
        return Optional.ofNullable(flights.peekFirst());
    }
}
