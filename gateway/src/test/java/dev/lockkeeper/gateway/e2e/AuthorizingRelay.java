package dev.lockkeeper.gateway.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before the gateway for programs that cannot be given a token. Adds the header with the token to every request
 * over HTTP/1.1 and leaves every other byte of both directions as it is; Host and Origin, too.
 */
final class AuthorizingRelay implements AutoCloseable {

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final int MAX_HEAD = 64 << 10;

    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    AuthorizingRelay() throws IOException {
        entrance = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    }

    /** Where it listens; a client says so in its Host header. */
    String authority() {
        return "127.0.0.1:" + entrance.getLocalPort();
    }

    /** Begins; until then, whoever connects waits. */
    void relay(int port, String token) {
        byte[] authorization = ("Authorization: Bearer " + token + "\r\n").getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual().name("relay").start(() -> accept(port, authorization));
    }

    private void accept(int port, byte[] authorization) {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(client);
                open.add(gateway);
                run(client, gateway, () -> requests(client, gateway, authorization));
                run(client, gateway, () -> gateway.getInputStream().transferTo(client.getOutputStream()));
            } catch (IOException e) {
                // Closed, or the gateway is gone: the client sees its connection end.
            }
        }
    }

    private interface Direction {
        void copy() throws IOException;
    }

    /** One direction; when it ends, both do, so that each side notices when the other goes away. */
    private void run(Socket client, Socket gateway, Direction direction) {
        Thread.ofVirtual().start(() -> {
            try {
                direction.copy();
            } catch (IOException e) {
                // One side went away.
            } finally {
                close(client);
                close(gateway);
            }
        });
    }

    private static void requests(Socket client, Socket gateway, byte[] authorization) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = gateway.getOutputStream();
        while (true) {
            byte[] head = head(in);
            String text = new String(head, StandardCharsets.ISO_8859_1);
            int afterRequestLine = text.indexOf("\r\n") + 2;
            var changed = new ByteArrayOutputStream();
            changed.write(head, 0, afterRequestLine);
            changed.write(authorization);
            changed.write(head, afterRequestLine, head.length - afterRequestLine);
            out.write(changed.toByteArray());
            out.write(in.readNBytes(bodyLength(text)));
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        var head = new byte[MAX_HEAD];
        for (int length = 0; length < MAX_HEAD; ) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head[length++] = (byte) next;
            if (length >= 4 && Arrays.equals(head, length - 4, length, END_OF_HEAD, 0, 4)) {
                return Arrays.copyOf(head, length);
            }
        }
        throw new IOException("the head of a request is too long");
    }

    private static int bodyLength(String head) throws IOException {
        int length = 0;
        for (String line : head.lines().skip(1).toList()) {
            String name = line.replaceFirst(":.*", "");
            if (name.equalsIgnoreCase("Transfer-Encoding")) {
                throw new IOException("this relay counts bytes, and the length of a request is not told");
            }
            if (name.equalsIgnoreCase("Content-Length")) {
                length = Integer.parseInt(line.substring(name.length() + 1).strip());
            }
        }
        return length;
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        open.forEach(this::close);
    }
}
