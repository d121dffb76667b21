package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Servers in memory that do as a script says, and may ask and tell while they do. */
final class Peer implements Connector {

    /** What a server does with a request; answers with text of a result. */
    @FunctionalInterface
    interface Script {
        String result(Line line, Request request) throws UpstreamFailure, InterruptedException;
    }

    /** An error as the server's answer. */
    static final class Refusing extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;
        private final transient JsonObject data;

        Refusing(int code, JsonObject data) {
            super("error " + code);
            this.code = code;
            this.data = data;
        }

        Refusing(int code) {
            this(code, JsonObject.EMPTY);
        }
    }

    final List<Line> lines = new CopyOnWriteArrayList<>();
    volatile Optional<Era> era = Optional.empty();
    volatile Object connection = "first";
    volatile boolean remote;
    /** Where there is one, no answer is taken before it is open. */
    volatile @Nullable CountDownLatch reading;
    /** Whether it takes none even then. */
    volatile boolean broken;

    private final Script script;

    Peer(Script script) {
        this.script = script;
    }

    @Override
    public boolean remote(String server) {
        return remote;
    }

    /** One conversation with it. */
    final class Line implements Upstream {

        final UpstreamListener listener;
        final List<Message> reached = new CopyOnWriteArrayList<>();
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final Map<Request, Permit> permits = new ConcurrentHashMap<>();
        volatile boolean ended;
        private final Map<RequestId, CompletableFuture<Response>> asked = new ConcurrentHashMap<>();

        private Line(UpstreamListener listener) {
            this.listener = listener;
        }

        @Override
        public Response forward(Permit permit) throws UpstreamFailure {
            Request request = (Request) permit.message();
            if (ended) {
                throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server's process ended");
            }
            reached.add(request);
            permits.put(request, permit);
            try {
                return Success.of(request.id(), json(script.result(this, request)));
            } catch (Refusing error) {
                return Failure.of(
                        request.id(),
                        JsonObject.EMPTY
                                .with("code", JsonNumber.of(error.code))
                                .with("message", "no")
                                .with("data", error.data));
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
                throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "cancelled while waiting for the answer");
            } finally {
                // Also where an answer came at the same moment.
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.countDown();
                }
            }
        }

        @Override
        public void tell(Permit permit) throws UpstreamFailure {
            CountDownLatch reads = reading;
            if (reads != null && permit.message() instanceof Response) {
                awaitUninterrupted(reads);
                if (broken) {
                    throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the pipe is broken");
                }
            }
            reached.add(permit.message());
            if (permit.message() instanceof Response answer) {
                CompletableFuture<Response> waiting = asked.get(answer.id());
                if (waiting != null) {
                    waiting.complete(answer);
                }
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }

        /** Asks the client and waits for the answer, as text of a result or an error. */
        String ask(String id, String method, String params) throws InterruptedException {
            RequestId own = new RequestId(new JsonString(id));
            var answer = new CompletableFuture<Response>();
            asked.put(own, answer);
            listener.received(Request.of(own, method, json(params)), null);
            try {
                return switch (answer.get(20, TimeUnit.SECONDS)) {
                    case Success success -> success.result().text();
                    case Failure failure -> "error " + failure.error().text();
                };
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the question was not answered", e);
            }
        }

        void notice(String method, String params, @Nullable Permit related) {
            listener.received(Notification.of(method, json(params)), related);
        }

        /** The methods that reached it; answers are {@code answer}. */
        List<String> methods() {
            return reached.stream()
                    .map(message -> switch (message) {
                        case Request request -> request.method();
                        case Notification notice -> notice.method();
                        case Response answer -> "answer";
                    })
                    .toList();
        }

        Request last(String method) {
            return reached.stream()
                    .filter(Request.class::isInstance)
                    .map(Request.class::cast)
                    .filter(request -> request.method().equals(method))
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
    }

    @Override
    public boolean knows(String server) {
        return true;
    }

    @Override
    public Object connection(String server) {
        return connection;
    }

    @Override
    public Optional<Era> era(String server) {
        return era;
    }

    @Override
    public Upstream open(String server, UpstreamListener listener) {
        var line = new Line(listener);
        lines.add(line);
        return line;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static JsonObject json(String text) {
        try {
            return (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
