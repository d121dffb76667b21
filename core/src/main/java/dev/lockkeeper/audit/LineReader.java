package dev.lockkeeper.audit;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a segment line by line with bounded memory, whatever is in it. Not thread-safe. */
final class LineReader implements Closeable {

    private final FileInputStream in;
    private final int longest;
    private final byte[] block = new byte[1 << 16];
    private int blockAt;
    private int blockEnd;
    private byte[] line = new byte[4096];
    private int length;
    private long start;
    private long end;
    private boolean complete;

    /** Reads from this offset, which must be the start of a line. */
    LineReader(Path file, long offset, int longest) throws IOException {
        this.in = new FileInputStream(file.toFile());
        this.longest = longest;
        this.end = offset;
        try {
            in.skipNBytes(offset);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Goes to the next line; false at the end of the file. */
    boolean next() throws IOException {
        start = end;
        length = 0;
        complete = false;
        while (!complete) {
            if (blockAt == blockEnd) {
                blockEnd = Math.max(0, in.read(block));
                blockAt = 0;
                if (blockEnd == 0) {
                    return end > start;
                }
            }
            take();
        }
        return true;
    }

    private void take() {
        int from = blockAt;
        while (blockAt < blockEnd && block[blockAt] != '\n') {
            blockAt++;
        }
        int size = blockAt - from;
        if (length <= longest) {
            int kept = Math.min(size, longest + 1 - length);
            if (length + kept > line.length) {
                line = Arrays.copyOf(line, Math.min(longest + 1, Math.max(line.length * 2, length + kept)));
            }
            System.arraycopy(block, from, line, length, kept);
            length += kept;
        }
        end += size;
        if (blockAt < blockEnd) {
            blockAt++;
            end++;
            complete = true;
        }
    }

    /** The bytes of the line from 0 to {@link #length}; reused by the next line. */
    byte[] line() {
        return line;
    }

    int length() {
        return length;
    }

    /** Whether the line was ended. */
    boolean complete() {
        return complete;
    }

    /** Whether only the start of the line was kept. */
    boolean tooLong() {
        return length > longest;
    }

    /** Where the line starts in the file. */
    long start() {
        return start;
    }

    /** Where the following line starts. */
    long end() {
        return end;
    }

    /** Reads the current line as a record. */
    RecordLine record() throws JournalDamaged {
        if (tooLong()) {
            throw new JournalDamaged("the line is longer than any record");
        }
        if (!complete) {
            throw new JournalDamaged("the record is cut short");
        }
        return RecordLine.read(line, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
