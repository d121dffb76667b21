package dev.lockkeeper.gateway.upstream;

import java.util.Arrays;

/** Bytes that grow up to a bound. Not thread-safe. */
final class ByteBuilder {

    private static final int SMALL = 256;
    /** What is kept for the next text; a larger array is given back after use. */
    private static final int KEPT = 64 << 10;

    private final int most;
    private byte[] bytes = new byte[SMALL];
    private int length;

    ByteBuilder(int most) {
        this.most = most;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    void add(byte b) throws StreamRefused {
        reserve(1);
        bytes[length++] = b;
    }

    void add(byte[] source, int from, int count) throws StreamRefused {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Adds what stands in another builder from an index on. */
    void addFrom(ByteBuilder other, int from) throws StreamRefused {
        add(other.bytes, from, other.length - from);
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[SMALL];
        }
    }

    private void reserve(int count) throws StreamRefused {
        if (count > most - length) {
            throw new StreamRefused("longer than " + most + " bytes");
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(length + count, 2L * bytes.length)));
        }
    }
}
