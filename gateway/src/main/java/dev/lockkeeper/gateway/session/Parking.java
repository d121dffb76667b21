package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.reason.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The calls of one conversation that wait for their client to answer what the server asked, each under a
 * {@code requestState}. Belongs to one caller and one route, so that nobody else's state is ever found here. Bounded in
 * number and time; thread-safe.
 */
final class Parking {

    private final int most;
    private final Duration longest;
    private final Consumer<Call> late;
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Map<String, Place> places = new HashMap<>();

    private record Place(Call call, String bond, Later expiry) {}

    /** @param late told of a call whose client did not come back in time */
    Parking(int most, Duration longest, Consumer<Call> late) {
        this.most = most;
        this.longest = longest;
        this.late = late;
    }

    /** The state under which the call can be resumed; empty where too many wait already. */
    synchronized Optional<String> park(Call call) {
        if (places.size() >= most) {
            return Optional.empty();
        }
        byte[] secret = new byte[24];
        RANDOM.nextBytes(secret);
        String state = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        places.put(
                state,
                new Place(
                        call,
                        LegacyForm.bond(call.round().asked()),
                        Later.run(longest, () -> remove(state).ifPresent(late))));
        return Optional.of(state);
    }

    /**
     * Takes the call of this state, which is used up thereby.
     *
     * @param bond what the retry asks for, which must be what was asked first
     */
    synchronized Call take(String state, String bond) throws JsonRefused {
        Place place = places.get(state);
        // INVARIANT: one who knows a state can do nothing with it but go on with the same request, once.
        if (place == null || !place.bond().equals(bond) || !place.expiry().callOff()) {
            throw new JsonRefused(
                    Reason.REQUEST_STATE,
                    "This requestState is unknown, expired, used already or of another request. "
                            + "Send the request again without it.");
        }
        places.remove(state);
        return place.call();
    }

    /** Takes the call of this state, whatever is asked of it. */
    synchronized Optional<Call> remove(String state) {
        return Optional.ofNullable(places.remove(state)).map(place -> {
            place.expiry().callOff();
            return place.call();
        });
    }

    /** Forgets the state of this call, which is over. */
    synchronized void drop(Call call) {
        places.values().removeIf(place -> place.call() == call && place.expiry().callOff());
    }

    synchronized boolean isEmpty() {
        return places.isEmpty();
    }
}
