package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.mcp.Era;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which eras each server was found to speak, over all conversations; what the configuration says goes before. A server
 * that is reached in another way is another server. Thread-safe.
 */
final class Eras {

    private final Connector connector;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    private record Found(Object connection, Map<Era, Boolean> speaks) {}

    Eras(Connector connector) {
        this.connector = connector;
    }

    /** Whether the server speaks this era; empty where nobody has found out. */
    Optional<Boolean> speaks(String server, Era era) {
        Optional<Era> only = connector.era(server);
        if (only.isPresent()) {
            return Optional.of(only.get() == era);
        }
        Found known = found.get(server);
        return known == null || !known.connection().equals(connector.connection(server))
                ? Optional.empty()
                : Optional.ofNullable(known.speaks().get(era));
    }

    void learn(String server, Era era, boolean speaks) {
        Object connection = connector.connection(server);
        found.keySet().removeIf(name -> !connector.knows(name));
        found.compute(server, (name, before) -> {
            Map<Era, Boolean> known = new EnumMap<>(Era.class);
            if (before != null && before.connection().equals(connection)) {
                known.putAll(before.speaks());
            }
            known.put(era, speaks);
            return new Found(connection, known);
        });
    }

    /** What was found proved wrong: the next conversation finds out anew. */
    void forget(String server) {
        found.remove(server);
    }
}
