package dev.lockkeeper.gateway.session;

import dev.lockkeeper.mcp.Listing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each server of the configuration was last seen to list, over all conversations, so that a change is noticed once
 * and recorded. Bounded for each server. Thread-safe.
 */
final class Listings {

    private static final int MOST_ENTRIES = 50_000;

    private final Map<String, Map<String, String>> servers = new ConcurrentHashMap<>();

    /** Whether this entry of this server had another digest, or none, when it was last seen; remembers the new one. */
    boolean changed(String server, Listing.Kind kind, String name, String digest) {
        Map<String, String> entries = entries(server);
        String key = key(kind, name);
        if (entries.size() >= MOST_ENTRIES && !entries.containsKey(key)) {
            // A server that lists without end is told of again and again rather than remembered.
            return true;
        }
        return !digest.equals(entries.put(key, digest));
    }

    /** Whether this entry of this server was known until now; forgets it. */
    boolean gone(String server, Listing.Kind kind, String name) {
        return entries(server).remove(key(kind, name)) != null;
    }

    private Map<String, String> entries(String server) {
        return servers.computeIfAbsent(server, name -> new ConcurrentHashMap<>());
    }

    private static String key(Listing.Kind kind, String name) {
        return kind.member() + " " + name;
    }
}
