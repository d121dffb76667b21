package dev.lockkeeper.gateway.upstream;

import java.io.InputStream;
import java.util.random.RandomGenerator;

/** Gives its bytes in pieces of random sizes, as a network does. */
final class Chunks extends InputStream {

    private final byte[] bytes;
    private final RandomGenerator sizes;
    private final int most;
    private int at;

    Chunks(byte[] bytes, RandomGenerator sizes, int most) {
        this.bytes = bytes;
        this.sizes = sizes;
        this.most = most;
    }

    @Override
    public int read() {
        return at == bytes.length ? -1 : bytes[at++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        if (at == bytes.length) {
            return -1;
        }
        int count = Math.min(Math.min(length, bytes.length - at), sizes.nextInt(1, most + 1));
        System.arraycopy(bytes, at, target, from, count);
        at += count;
        return count;
    }
}
