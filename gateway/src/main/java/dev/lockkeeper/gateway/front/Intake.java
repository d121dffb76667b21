package dev.lockkeeper.gateway.front;

import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Reads what a client posts; what cannot be read is a 400. */
record Intake(HttpSettings settings, MessageReader reader) {

    byte[] body(Visit visit) throws HttpRefused, IOException {
        return Body.read(visit.request(), settings.maxBodyBytes(), settings.bodyTimeout());
    }

    Message message(byte[] body) throws HttpRefused {
        try {
            return reader.read(body);
        } catch (JsonRefused e) {
            throw refused(e).answering(reader.idOf(body));
        }
    }

    List<Message> batch(byte[] body) throws HttpRefused {
        try {
            return reader.readBatch(body);
        } catch (JsonRefused e) {
            throw refused(e);
        }
    }

    private static HttpRefused refused(JsonRefused e) {
        return new HttpRefused(400, e.reason(), Objects.requireNonNullElse(e.getMessage(), ""));
    }
}
