package dev.lockkeeper.gateway.front;

import dev.lockkeeper.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers {@code /healthz} (the process is alive) and {@code /readyz} (it can do its work) on a port of its own. It
 * needs no credentials and tells nothing but yes or no for each check.
 */
public final class HealthServer implements AutoCloseable {

    private final Listener listener;

    private HealthServer(Listener listener) {
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @param checks by name, what must hold for the gateway to be ready, such as {@code journal}; called for every
     *     request, so cheap; one that throws does not hold
     * @throws EntranceRefused when the address is taken
     */
    public static HealthServer start(String host, int port, Map<String, BooleanSupplier> checks)
            throws EntranceRefused {
        var settings = new HttpSettings(
                host,
                port,
                List.of(),
                List.of(),
                true,
                null,
                1,
                4 << 10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                64,
                0,
                64,
                64,
                1);
        var handler = new Answering(new TreeMap<>(checks));
        Listener listener = Listener.create(settings, null).serving(handler, Answering::malformed);
        listener.start();
        return new HealthServer(listener);
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** Stops listening. Idempotent. */
    @Override
    public void close() {
        listener.close();
    }

    private static final class Answering extends Handler.Abstract {

        private final Map<String, BooleanSupplier> checks;

        Answering(Map<String, BooleanSupplier> checks) {
            this.checks = checks;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = request.getHttpURI().getPath();
            boolean reads =
                    request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
            if (!"/healthz".equals(path) && !"/readyz".equals(path)) {
                write(response, callback, 404, status("unknown"));
            } else if (!reads) {
                response.getHeaders().put("Allow", "GET, HEAD");
                write(response, callback, 405, status("unknown"));
            } else if ("/healthz".equals(path)) {
                write(response, callback, 200, status("alive"));
            } else {
                ready(response, callback);
            }
            return true;
        }

        private void ready(Response response, Callback callback) {
            JsonObject results = JsonObject.EMPTY;
            boolean all = true;
            for (var check : checks.entrySet()) {
                boolean holds = holds(check.getValue());
                all &= holds;
                results = results.with(check.getKey(), holds ? "ok" : "failing");
            }
            write(
                    response,
                    callback,
                    all ? 200 : 503,
                    status(all ? "ready" : "unready").with("checks", results));
        }

        private static boolean holds(BooleanSupplier check) {
            try {
                return check.getAsBoolean();
            } catch (RuntimeException e) {
                return false;
            }
        }

        static boolean malformed(Request request, Response response, Callback callback) {
            write(response, callback, response.getStatus(), status("malformed"));
            return true;
        }

        private static JsonObject status(String word) {
            return JsonObject.EMPTY.with("status", word);
        }

        private static void write(Response response, Callback callback, int status, JsonObject body) {
            byte[] bytes = (body.text() + "\n").getBytes(StandardCharsets.UTF_8);
            response.setStatus(status);
            response.getHeaders().put("Content-Type", "application/json");
            response.getHeaders().put("Content-Length", bytes.length);
            response.write(true, ByteBuffer.wrap(bytes), callback);
        }
    }
}
