package dev.lockkeeper.gateway.upstream;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP/1.1 server on a bare socket, so that a test can break every rule. */
final class ScriptedServer implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    /** What was asked; header names in lower case. */
    record Asked(String method, String target, Map<String, String> headers, String body) {

        String id() {
            Matcher matcher = ID.matcher(body);
            return matcher.find() ? matcher.group(1) : "null";
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** What the server does. */
    @FunctionalInterface
    interface Script {
        void answer(Asked asked, Reply reply) throws IOException, InterruptedException;
    }

    /** Writes one response. */
    static final class Reply {

        private final OutputStream out;
        private boolean chunked;
        private boolean broken;
        final CountDownLatch gone = new CountDownLatch(1);

        Reply(OutputStream out) {
            this.out = out;
        }

        void json(int status, String body, String... headers) throws IOException {
            head(status, "application/json", body.getBytes(StandardCharsets.UTF_8).length, headers);
            raw(body);
        }

        void result(Asked asked, String result, String... headers) throws IOException {
            json(200, "{\"jsonrpc\":\"2.0\",\"id\":" + asked.id() + ",\"result\":" + result + "}", headers);
        }

        void status(int status, String... headers) throws IOException {
            head(status, "", 0, headers);
        }

        Reply stream(String... headers) throws IOException {
            head(200, "text/event-stream;charset=utf-8", -1, headers);
            chunked = true;
            return this;
        }

        Reply event(String data) throws IOException {
            return chunk("data: " + data + "\n\n");
        }

        Reply chunk(String text) throws IOException {
            raw(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
            return this;
        }

        void raw(String text) throws IOException {
            raw(text.getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Breaks the connection off in the middle of the response. */
        void breakOff() {
            broken = true;
        }

        private void head(int status, String type, int length, String... headers) throws IOException {
            var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
            if (!type.isEmpty()) {
                head.append("Content-Type: ").append(type).append("\r\n");
            }
            head.append(length < 0 ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + length + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            raw(head + "\r\n");
        }

        private void finish() throws IOException {
            if (chunked) {
                raw("0\r\n\r\n");
            }
        }
    }

    private final ServerSocket socket;
    private final Script script;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) throws IOException {
        this(0, script);
    }

    ScriptedServer(int port, Script script) throws IOException {
        this.script = script;
        this.socket = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
    }

    int connections() {
        return connections.size();
    }

    List<Asked> asked(String method) {
        return asked.stream().filter(one -> one.method().equals(method)).toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            while (true) {
                String requestLine = line(in);
                if (requestLine.isEmpty()) {
                    return;
                }
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                var one = new Asked(
                        requestLine.substring(0, requestLine.indexOf(' ')),
                        requestLine.split(" ")[1],
                        headers,
                        new String(body, StandardCharsets.UTF_8));
                asked.add(one);
                var reply = new Reply(out);
                script.answer(one, reply);
                if (reply.broken) {
                    return;
                }
                reply.finish();
            }
        } catch (IOException e) {
            // The client is gone, or the script broke off.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
