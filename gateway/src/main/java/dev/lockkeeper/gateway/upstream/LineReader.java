package dev.lockkeeper.gateway.upstream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits a stream at line feeds. Needs memory for one line at most. Not thread-safe. */
final class LineReader {

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private final ByteBuilder line;
    private int position;
    private int limit;

    LineReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.line = new ByteBuilder(maxLineBytes);
    }

    /**
     * The next line without its line feed; null at the end of the stream.
     *
     * @throws StreamRefused when a line is too long
     * @throws EOFException when the stream ends within a line
     */
    byte @Nullable [] next() throws IOException {
        while (true) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.add(buffer, position, end - position);
            if (end < limit) {
                position = end + 1;
                byte[] whole = line.copy(0, line.length());
                line.clear();
                return whole;
            }
            position = 0;
            limit = in.read(buffer);
            if (limit < 0) {
                limit = 0;
                if (line.length() > 0) {
                    throw new EOFException("the stream ends in the middle of a line");
                }
                return null;
            }
        }
    }
}
