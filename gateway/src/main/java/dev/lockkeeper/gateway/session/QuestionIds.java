package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.RequestId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for what servers ask of clients. A client may converse with several servers on one connection, so no two
 * questions of this gateway have the same name, whatever their servers call them. Thread-safe.
 */
final class QuestionIds {

    private final AtomicLong count = new AtomicLong();

    String next(String server) {
        return "lockkeeper-" + server + "-" + count.incrementAndGet();
    }

    RequestId nextId(String server) {
        return new RequestId(new JsonString(next(server)));
    }
}
