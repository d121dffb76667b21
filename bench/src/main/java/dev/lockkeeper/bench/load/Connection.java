package dev.lockkeeper.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1, kept alive, with one request at a time: no more of HTTP than the measured servers need, so
 * that the generator takes as little of the machine as it can. Used by one thread.
 */
final class Connection implements AutoCloseable {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_END = 0x0d0a0d0a;

    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocate(16 << 10);
    private int bodyStart;
    private int bodyEnd;

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    static Connection open(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new Connection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends a request and reads the answer; returns its status. */
    int exchange(ByteBuffer request) throws IOException {
        send(request);
        int start = readHeader();
        bodyStart = start;
        bodyEnd = start + contentLength(start);
        while (in.position() < bodyEnd) {
            fill();
        }
        return status();
    }

    /** Sends a request and reads the header of the answer, whose body goes on without end; returns its status. */
    int begin(ByteBuffer request) throws IOException {
        send(request);
        readHeader();
        return status();
    }

    /** Whether the body of the last answer has this in it. */
    boolean bodyHas(byte[] wanted) {
        byte[] bytes = in.array();
        for (int i = bodyStart; i <= bodyEnd - wanted.length; i++) {
            int j = 0;
            while (j < wanted.length && bytes[i + j] == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return true;
            }
        }
        return false;
    }

    /** The body of the last answer. */
    String body() {
        return new String(in.array(), bodyStart, bodyEnd - bodyStart, StandardCharsets.UTF_8);
    }

    /** A header of the last answer; null where it has none of this name. */
    @Nullable String header(String name) {
        String head = new String(in.array(), 0, bodyStart, StandardCharsets.ISO_8859_1);
        for (String line : head.lines().toList()) {
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    private void send(ByteBuffer request) throws IOException {
        in.clear();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** @return where the body starts */
    private int readHeader() throws IOException {
        int last = 0;
        int seen = 0;
        while (true) {
            fill();
            byte[] bytes = in.array();
            for (; seen < in.position(); seen++) {
                last = last << 8 | bytes[seen] & 0xff;
                if (last == HEADER_END) {
                    return seen + 1;
                }
            }
        }
    }

    private void fill() throws IOException {
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
        }
        if (channel.read(in) < 0) {
            throw new EOFException("the connection was closed");
        }
    }

    private int status() {
        byte[] bytes = in.array();
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    private int contentLength(int headEnd) throws IOException {
        byte[] bytes = in.array();
        for (int i = 0; i < headEnd - LENGTH.length; i++) {
            int j = 0;
            while (j < LENGTH.length && (bytes[i + j] | 0x20) == (LENGTH[j] | 0x20)) {
                j++;
            }
            if (j == LENGTH.length) {
                int length = 0;
                for (int k = i + j; bytes[k] != '\r'; k++) {
                    length = bytes[k] == ' ' ? length : length * 10 + bytes[k] - '0';
                }
                return length;
            }
        }
        if (status() == 204) {
            return 0;
        }
        throw new IOException("an answer without a length: " + new String(bytes, 0, headEnd, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
