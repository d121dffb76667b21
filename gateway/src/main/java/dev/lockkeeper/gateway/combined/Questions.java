package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which server a question to the client came from, so that its answer goes there and nowhere else. Thread-safe. */
final class Questions {

    private static final int MOST = 1_024;

    private final Map<RequestId, Member> askers = bounded();
    private final Map<Json, Member> tokens = bounded();

    /** @throws IOException when another server's question waits under the same id */
    synchronized void asked(Request question, Member asker) throws IOException {
        Member before = askers.putIfAbsent(question.id(), asker);
        if (before != null && before != asker) {
            throw new IOException("two servers ask under one id");
        }
        Json token = question.meta().get("progressToken");
        if (token != null) {
            tokens.put(token, asker);
        }
    }

    /** Who asked under this id, once; null where nobody did. */
    synchronized @Nullable Member answered(RequestId id) {
        return askers.remove(id);
    }

    /** Whose question carries this progress token; null where none does. */
    synchronized @Nullable Member withToken(@Nullable Json token) {
        return token == null ? null : tokens.get(token);
    }

    private static <K> Map<K, Member> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Member> eldest) {
                return size() > MOST;
            }
        };
    }
}
