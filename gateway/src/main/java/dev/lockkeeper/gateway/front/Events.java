package dev.lockkeeper.gateway.front;

import dev.lockkeeper.mcp.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a stream of server-sent events (WHATWG HTML, section 9.2.5). */
final class Events {

    /** A sign of life. */
    static final byte[] COMMENT = ascii(":\n\n");

    private static final byte[] HEAD = ascii("event: message\ndata: ");
    private static final byte[] NEXT_LINE = ascii("\ndata: ");

    private Events() {}

    /** Where messages are taken. */
    static byte[] endpoint(String path) {
        return ascii("event: endpoint\ndata: " + path + "\n\n");
    }

    /** An event without data, which only says where the stream begins and when to come back to it. */
    static byte[] priming(EventId id, int retryMillis) {
        return ascii("id: " + id + "\nretry: " + retryMillis + "\ndata: \n\n");
    }

    static byte[] of(List<Replay.Kept> kept) {
        var out = new ByteArrayOutputStream();
        kept.forEach(each -> out.writeBytes(of(each.message(), each.id())));
        return out.toByteArray();
    }

    /**
     * A message; a line break of it, which JSON allows between its tokens, begins another data line.
     *
     * @param id null where the stream cannot be resumed
     */
    static byte[] of(Wire message, @Nullable EventId id) {
        var out = new ByteArrayOutputStream(message.length() + 48);
        if (id != null) {
            out.writeBytes(ascii("id: " + id + "\n"));
        }
        out.writeBytes(HEAD);
        byte[] bytes = message.bytes();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                out.write(bytes, from, i - from);
                out.writeBytes(NEXT_LINE);
                from = i + 1;
            }
        }
        out.write(bytes, from, bytes.length - from);
        out.write('\n');
        out.write('\n');
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
