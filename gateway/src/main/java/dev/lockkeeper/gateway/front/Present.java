package dev.lockkeeper.gateway.front;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is being answered right now, to be told when the entrance closes. Thread-safe. */
final class Present {

    private final Set<Presence> all = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    void add(Presence presence) {
        all.add(presence);
        // INVARIANT: who closes says so first, then looks who is there; one of the two sides sees the other.
        if (closing) {
            presence.gone();
        }
    }

    void remove(Presence presence) {
        all.remove(presence);
    }

    /** Tells everybody who is there, and whoever still comes. */
    void close() {
        closing = true;
        all.forEach(Presence::gone);
    }
}
