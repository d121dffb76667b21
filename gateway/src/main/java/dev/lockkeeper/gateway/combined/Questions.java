package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which server a question to the client came from, so that its answer goes there and nowhere else. Thread-safe. */
final class Questions {

    private static final int MOST = 1_024;

    private final Map<RequestId, Asked> open = bounded();

    private record Asked(Member asker, @Nullable Json token) {}

    /** @throws IOException when another server's question waits under the same id */
    synchronized void asked(Request question, Member asker) throws IOException {
        Asked before =
                open.putIfAbsent(question.id(), new Asked(asker, question.meta().get("progressToken")));
        if (before != null && before.asker() != asker) {
            throw new IOException("two servers ask under one id");
        }
    }

    /** Who asked under this id, once; null where nobody did. */
    synchronized @Nullable Member answered(RequestId id) {
        Asked asked = open.remove(id);
        return asked == null ? null : asked.asker();
    }

    /**
     * Whose question carries this progress token; null where none does, or those of several servers, which choose their
     * tokens themselves.
     */
    synchronized @Nullable Member withToken(@Nullable Json token) {
        List<Member> askers = open.values().stream()
                .filter(asked -> token != null && token.equals(asked.token()))
                .map(Asked::asker)
                .distinct()
                .toList();
        return askers.size() == 1 ? askers.getFirst() : null;
    }

    private static Map<RequestId, Asked> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<RequestId, Asked> eldest) {
                return size() > MOST;
            }
        };
    }
}
