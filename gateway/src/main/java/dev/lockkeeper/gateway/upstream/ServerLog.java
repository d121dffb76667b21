package dev.lockkeeper.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes what a server writes to its standard error into the log: line by line, cut to a length, control characters
 * escaped, and no more than a rate. It never stops reading, so that a talkative server is not held up.
 */
final class ServerLog {

    static final int LINE_CHARS = 1000;
    static final int BURST_BYTES = 64 << 10;
    static final int BYTES_PER_SECOND = 16 << 10;

    private static final HexFormat HEX = HexFormat.of();
    private static final long SECOND = 1_000_000_000L;

    private final Consumer<String> log;
    private final LongSupplier nanos;
    private long allowance = BURST_BYTES;
    private long last;
    private long leftOut;

    /** @param nanos a clock for durations */
    ServerLog(Consumer<String> log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** Reads until the end of the stream. */
    void drain(InputStream in) {
        byte[] buffer = new byte[4096];
        byte[] line = new byte[LINE_CHARS];
        int length = 0;
        boolean cut = false;
        try (in) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        line(line, length, cut);
                        length = 0;
                        cut = false;
                    } else if (length < line.length) {
                        line[length++] = buffer[i];
                    } else {
                        cut = true;
                    }
                }
            }
        } catch (IOException e) {
            // The process is gone, and so is what it had to say.
        }
        if (length > 0) {
            line(line, length, cut);
        }
        sayWhatWasLeftOut();
    }

    private void line(byte[] line, int length, boolean cut) {
        long now = nanos.getAsLong();
        long earned = Math.min(BURST_BYTES, (now - last) / 1000 * BYTES_PER_SECOND / (SECOND / 1000));
        if (earned > 0) {
            allowance = Math.min(BURST_BYTES, allowance + earned);
            last = now;
        }
        if (allowance < length) {
            leftOut++;
            return;
        }
        allowance -= length + 1;
        sayWhatWasLeftOut();
        log.accept(escaped(line, length) + (cut ? " [cut]" : ""));
    }

    private void sayWhatWasLeftOut() {
        if (leftOut > 0) {
            log.accept("[" + leftOut + " lines left out: too many at once]");
            leftOut = 0;
        }
    }

    static String escaped(byte[] line) {
        return escaped(line, line.length);
    }

    /** Text in which no byte can move a cursor, colour a terminal or start a line. */
    static String escaped(byte[] line, int length) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return escaped(new String(line, 0, end, StandardCharsets.UTF_8));
    }

    static String escaped(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                out.append("\\u{").append(HEX.toHexDigits(c, 4)).append('}');
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
