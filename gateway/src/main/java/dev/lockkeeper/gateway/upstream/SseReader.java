package dev.lockkeeper.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events as the HTML standard, section 9.2.6, prescribes: lines end with CR, LF or CRLF,
 * one byte order mark at the start is passed over, an event that no blank line ends is dropped. Data keeps its bytes
 * instead of being decoded with replacement characters, so that a strict reader sees what was sent. Needs memory for
 * one event at most. Not thread-safe.
 */
final class SseReader {

    private static final int BUFFER = 8192;
    /** Room for the name of a field beside its value. */
    private static final int FIELD_NAME = 64;
    /** The longest wait a server can ask for, in milliseconds; longer ones count as this. */
    private static final long MOST_RETRY = 3_600_000;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    private final ByteBuilder line;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;

    private final ByteBuilder data;
    private boolean hasData;
    private String type = "";
    private String idBuffer = "";
    private String lastEventId = "";
    private @Nullable Duration retry;

    /** @param maxEventBytes the most bytes that the data of one event, or any one line, may have */
    SseReader(InputStream in, int maxEventBytes) {
        this.in = in;
        this.line = new ByteBuilder(maxEventBytes + FIELD_NAME);
        this.data = new ByteBuilder(maxEventBytes);
    }

    /** The id to resume after; empty where the stream gave none. Follows blank lines, not only events with data. */
    String lastEventId() {
        return lastEventId;
    }

    /** How long the server asks to wait before reconnecting, if it does. */
    Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }

    /**
     * The next event; null at the end of the stream.
     *
     * @throws StreamRefused when a line or an event is longer than allowed
     */
    @Nullable SseEvent next() throws IOException {
        while (true) {
            if (position == limit && !fill()) {
                return null;
            }
            byte b = buffer[position];
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                if (b == '\n') {
                    position++;
                    continue;
                }
            }
            if (b == '\n' || b == '\r') {
                position++;
                afterCarriageReturn = b == '\r';
                SseEvent event = endOfLine();
                if (event != null) {
                    return event;
                }
            } else {
                int end = endOfRun();
                line.add(buffer, position, end - position);
                position = end;
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        int read = in.read(buffer);
        if (read < 0) {
            return false;
        }
        limit = read;
        return read > 0 || fill();
    }

    private int endOfRun() {
        int end = position;
        while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
            end++;
        }
        return end;
    }

    private @Nullable SseEvent endOfLine() throws IOException {
        int start = firstLine && startsWithMark() ? 3 : 0;
        firstLine = false;
        SseEvent event = null;
        if (line.length() == start) {
            event = dispatch();
        } else if (line.at(start) != ':') {
            field(start);
        }
        line.clear();
        return event;
    }

    private boolean startsWithMark() {
        return line.length() >= 3
                && line.at(0) == (byte) 0xEF
                && line.at(1) == (byte) 0xBB
                && line.at(2) == (byte) 0xBF;
    }

    private void field(int start) throws IOException {
        int colon = start;
        while (colon < line.length() && line.at(colon) != ':') {
            colon++;
        }
        if (colon - start > 5) {
            return; // no field has a longer name
        }
        int value = Math.min(colon + 1, line.length());
        if (value < line.length() && line.at(value) == ' ') {
            value++;
        }
        switch (text(start, colon)) {
            case "data" -> {
                if (hasData) {
                    data.add((byte) '\n');
                }
                data.addFrom(line, value);
                hasData = true;
            }
            case "event" -> type = text(value, line.length());
            case "id" -> {
                String id = text(value, line.length());
                idBuffer = id.indexOf('\0') >= 0 ? idBuffer : id;
            }
            case "retry" -> retry(text(value, line.length()));
            default -> {}
        }
    }

    private void retry(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        boolean beyond = digits.length() - zeros > 9;
        retry = Duration.ofMillis(beyond ? MOST_RETRY : Math.min(MOST_RETRY, Long.parseLong(digits.substring(zeros))));
    }

    private @Nullable SseEvent dispatch() {
        lastEventId = idBuffer;
        SseEvent event = hasData
                ? new SseEvent(type.isEmpty() ? "message" : type, data.copy(0, data.length()), lastEventId)
                : null;
        data.clear();
        hasData = false;
        type = "";
        return event;
    }

    private String text(int from, int to) {
        return new String(line.copy(from, to), StandardCharsets.UTF_8);
    }
}
