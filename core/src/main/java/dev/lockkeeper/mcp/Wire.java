package dev.lockkeeper.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of one message exactly as they arrived, or as the gateway wrote them. Immutable. */
public final class Wire {

    private final byte[] bytes;

    private Wire(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param bytes copied; later changes to the array do not show */
    public static Wire of(byte[] bytes) {
        return new Wire(bytes.clone());
    }

    public static Wire of(String text) {
        return new Wire(text.getBytes(StandardCharsets.UTF_8));
    }

    // INVARIANT: nobody changes the array afterwards.
    static Wire adopt(byte[] bytes) {
        return new Wire(bytes);
    }

    // INVARIANT: the array is only read.
    byte[] raw() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** A read-only view. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the message stands on one line, as the stdio transport demands. */
    public boolean singleLine() {
        for (byte b : bytes) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
