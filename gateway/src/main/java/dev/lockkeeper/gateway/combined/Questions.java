package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which server a question to the client came from, so that its answer goes there and nowhere else. Bounded; what was
 * asked first goes first. Thread-safe.
 */
final class Questions {

    private static final int MOST = 1_024;

    private final Map<RequestId, Asked> open = new LinkedHashMap<>();
    private final Map<String, RequestId> tokens = new HashMap<>();

    private record Asked(Member asker, Optional<String> token) {}

    /** @throws IOException when another server's question waits under the same id */
    synchronized void asked(Request question, Member asker) throws IOException {
        Asked before = open.get(question.id());
        if (before != null) {
            if (before.asker() != asker) {
                throw new IOException("two servers ask under one id");
            }
            return;
        }
        if (open.size() == MOST) {
            answered(open.keySet().iterator().next());
        }
        open.put(question.id(), new Asked(asker, question.progressToken()));
        // INVARIANT: nobody takes over the progress that another waits for.
        question.progressToken().ifPresent(token -> tokens.putIfAbsent(token, question.id()));
    }

    /** Who asked under this id, once; null where nobody did. */
    synchronized @Nullable Member answered(RequestId id) {
        Asked asked = open.remove(id);
        if (asked == null) {
            return null;
        }
        asked.token().ifPresent(token -> tokens.remove(token, id));
        return asked.asker();
    }

    /** Whose open question carries this progress token; null where none does. */
    synchronized @Nullable Member withToken(@Nullable Json token) {
        Asked asked = Request.token(token).map(tokens::get).map(open::get).orElse(null);
        return asked == null ? null : asked.asker();
    }
}
