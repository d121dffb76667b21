package dev.lockkeeper.gateway.front;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client of HTTP/1.1 that sends what it is told, and nothing else. */
final class Raw implements AutoCloseable {

    final Socket socket;
    private final InputStream in;

    Raw(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Raw(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        this.in = socket.getInputStream();
    }

    static Exchanged exchange(int port, String text) throws IOException {
        try (var raw = new Raw(port)) {
            raw.send(text);
            return raw.receive(text.startsWith("HEAD "));
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    Exchanged receive() throws IOException {
        return receive(false);
    }

    private Exchanged receive(boolean headOnly) throws IOException {
        Exchanged head = head();
        String length = head.headers().get("content-length");
        String body = "";
        if (headOnly || head.status() == 204 || head.status() == 202 && "0".equals(length)) {
            body = "";
        } else if (length != null) {
            body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        } else if ("chunked".equals(head.headers().get("transfer-encoding"))) {
            body = chunks();
        }
        return new Exchanged(head.status(), head.headers(), body);
    }

    /** The status line and the header; the body stays unread. */
    Exchanged head() throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("no answer: " + status);
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return new Exchanged(Integer.parseInt(status.substring(9, 12)), headers, "");
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            body.append(chunk);
        }
        line();
        return body.toString();
    }

    /** The next chunk, empty at the end. */
    String chunk() throws IOException {
        String size = line();
        // Jetty writes the line break that ends a chunk only with the next one.
        return new String(in.readNBytes(Integer.parseInt(size.isEmpty() ? line() : size, 16)), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits for the connection to end, whatever still comes. */
    void awaitEnd() throws IOException {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // A reset is an end too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
