package dev.lockkeeper.example.embedded;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service inside the network that tells who came by. */
final class Canary implements AutoCloseable {

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Canary() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            boolean moves = exchange.getRequestURI().getPath().equals("/moved");
            if (moves) {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/inside");
            }
            byte[] body = "canary: Welcome\u200B to the docs".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(moves ? 302 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The paths that were asked for so far. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
