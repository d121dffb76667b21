package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Listing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each server of the configuration was last seen to list, over all conversations, so that a change is noticed once
 * and recorded. Bounded in number and size for each server and kind; what was seen longest ago is forgotten first, and
 * told as new when it is seen again. Thread-safe.
 */
final class Listings {

    static final int MOST_ENTRIES = 10_000;

    private static final int LONGEST_NAME = 128;

    private final Map<Key, Entries> listings = new ConcurrentHashMap<>();

    private record Key(String server, Listing.Kind kind) {}

    /** Whether this entry of this server had another digest, or none, when it was last seen; remembers the new one. */
    boolean changed(String server, Listing.Kind kind, String name, String digest) {
        return !digest.equals(entries(server, kind).put(remembered(name), digest));
    }

    /** Whether this entry of this server was known until now; forgets it. */
    boolean gone(String server, Listing.Kind kind, String name) {
        return entries(server, kind).remove(remembered(name)) != null;
    }

    private Entries entries(String server, Listing.Kind kind) {
        return listings.computeIfAbsent(new Key(server, kind), key -> new Entries());
    }

    // INVARIANT: what is kept of a name is short, since a server chooses it.
    static String remembered(String name) {
        return name.length() <= LONGEST_NAME ? name : CanonicalJson.digest(new JsonString(name));
    }

    /** Digests by name, in the order in which they were last seen. */
    private static final class Entries {

        private final Map<String, String> digests = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > MOST_ENTRIES;
            }
        };

        synchronized @Nullable String put(String name, String digest) {
            return digests.put(name, digest);
        }

        synchronized @Nullable String remove(String name) {
            return digests.remove(name);
        }
    }
}
