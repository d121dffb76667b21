package dev.lockkeeper.gateway.upstream;

import java.nio.charset.StandardCharsets;

/** One event of a stream, its data still in the bytes it came in: whoever reads them decides how strictly. */
final class SseEvent {

    private final String type;
    private final byte[] data;
    private final String id;

    SseEvent(String type, byte[] data, String id) {
        this.type = type;
        this.data = data;
        this.id = id;
    }

    /** The event's type; {@code message} where the stream names none. */
    String type() {
        return type;
    }

    /** The lines of data, joined by line feeds. Not to be changed. */
    byte[] data() {
        return data;
    }

    /** The last event id as of this event; empty where there was none. */
    String id() {
        return id;
    }

    @Override
    public String toString() {
        return type + "|" + id + "|" + new String(data, StandardCharsets.UTF_8);
    }
}
