package dev.lockkeeper.gateway.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each server of the configuration was last seen to list, over all conversations, so that a change is noticed once
 * and recorded. Thread-safe.
 */
final class Listings {

    private final Map<String, Map<String, String>> servers = new ConcurrentHashMap<>();

    /** Whether this tool of this server had another digest, or none, when it was last seen; remembers the new one. */
    boolean changed(String server, String tool, String digest) {
        Map<String, String> tools = servers.computeIfAbsent(server, name -> new ConcurrentHashMap<>());
        return digest.isEmpty() ? tools.remove(tool) != null : !digest.equals(tools.put(tool, digest));
    }
}
