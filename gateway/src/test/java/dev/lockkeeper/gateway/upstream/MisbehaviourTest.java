package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Reply;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that breaks the rules in one conversation, over each transport: the call there gets its reason, no more is
 * read than the bounds allow, and a conversation with the same server beside it is not disturbed.
 */
class MisbehaviourTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final int BLOCK = 64 << 10;

    enum Transported {
        STDIO,
        STREAM,
        JSON,
        SSE
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Heard misbehaved = new Heard();
    private final Heard other = new Heard();
    private final AtomicInteger blocks = new AtomicInteger();
    private final List<Upstream> open = new ArrayList<>();

    private @Nullable ScriptedServer server;

    private @Nullable RemoteServer remote;

    @AfterEach
    void close() throws IOException {
        open.forEach(Upstream::close);
        if (remote != null) {
            remote.close();
        }
        if (server != null) {
            server.close();
        }
    }

    static Stream<Arguments> misbehaviours() {
        List<Arguments> all = new ArrayList<>();
        for (Transported over : Transported.values()) {
            boolean many = over != Transported.JSON;
            if (many) {
                all.add(Arguments.of(over, "twice", null, Reason.RESULT_UNEXPECTED));
                all.add(Arguments.of(over, "unknown", null, Reason.RESULT_UNEXPECTED));
                all.add(Arguments.of(over, "endless-flood", Reason.UPSTREAM_FLOOD, Reason.UPSTREAM_FLOOD));
            } else {
                all.add(Arguments.of(over, "unknown", Reason.UPSTREAM_PROTOCOL, Reason.RESULT_UNEXPECTED));
            }
            all.add(Arguments.of(over, "half", Reason.UPSTREAM_TIMEOUT, null));
            all.add(Arguments.of(over, "half-and-exit", Reason.UPSTREAM_CLOSED, null));
            all.add(Arguments.of(over, "gigabyte", Reason.UPSTREAM_PROTOCOL, null));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("misbehaviours")
    void one_conversation_pays_for_it(
            Transported over, String misbehaviour, @Nullable Reason outcome, @Nullable Reason recorded)
            throws Exception {
        boolean waits = misbehaviour.equals("half");
        Upstream beside = open(over, LONG, other);
        assertThat(beside.forward(Permits.request("1", "echo"))).isInstanceOf(Success.class);
        Upstream bad = open(over, waits ? SHORT : LONG, misbehaved);
        if (waits) {
            // A JVM may take longer to start than a short timeout.
            await().ignoreExceptions().until(() -> bad.forward(Permits.request("1", "echo")) instanceof Success);
        }
        var call = new FutureTask<>(() -> bad.forward(Permits.request("1", misbehaviour)));
        Thread.ofVirtual().start(call);
        for (int i = 0; i < 50; i++) {
            assertThat(beside.forward(Permits.request("1", "echo"))).isInstanceOf(Success.class);
        }
        if (outcome == null) {
            assertThat(call.get()).isInstanceOf(Success.class);
        } else {
            assertThatThrownBy(call::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            UpstreamFailure.class,
                            failure -> assertThat(failure.reason()).isEqualTo(outcome));
        }
        if (recorded != null) {
            await().untilAsserted(() -> assertThat(misbehaved.refused)
                    .extracting(UpstreamFailure::reason)
                    .containsExactly(recorded));
        }
        assertThat(beside.forward(Permits.request("1", "echo"))).isInstanceOf(Success.class);
        assertThat(beside.isOpen()).isTrue();
        assertThat(other.refused).isEmpty();
        assertThat(over == Transported.STDIO && misbehaviour.equals("gigabyte") ? Files.size(written()) : blocks.get())
                .as("blocks that were read of a gigabyte")
                .isBetween(misbehaviour.equals("gigabyte") ? 1L : 0L, 1023L);
    }

    private Path written() {
        return directory.resolve("written");
    }

    private Upstream open(Transported over, Duration timeout, Heard heard) throws Exception {
        Upstream upstream = over == Transported.STDIO
                ? StdioUpstream.start(
                        "careless",
                        StdioUpstreamSetting.settings(
                                timeout, timeout, Map.of("WRITTEN", written().toString())),
                        heard)
                : remote(over, timeout).open(heard);
        open.add(upstream);
        return upstream;
    }

    // One client for both conversations where their settings are the same, as in the gateway.
    private RemoteServer remote(Transported over, Duration timeout) throws IOException {
        RemoteServer known = remote;
        if (known != null && timeout.equals(LONG)) {
            return known;
        }
        ScriptedServer running = server;
        if (running == null) {
            running = new ScriptedServer(script(over));
            server = running;
        }
        known = new RemoteServer(
                "test",
                new RemoteSettings(
                        over == Transported.SSE ? Transport.SSE : Transport.STREAMABLE_HTTP,
                        running.url(),
                        Map.of(),
                        LONG,
                        timeout,
                        timeout,
                        1 << 20,
                        null));
        remote = known;
        return known;
    }

    private ScriptedServer.Script script(Transported over) {
        return switch (over) {
            case STDIO -> throw new IllegalArgumentException();
            case STREAM -> (asked, reply) -> stream(asked, reply.stream());
            case JSON -> this::json;
            case SSE -> new SseServer("/messages?stream=", this::sse);
        };
    }

    private void json(Asked asked, Reply reply) throws IOException, InterruptedException {
        switch (method(asked)) {
            case "unknown" -> reply.json(200, "{\"jsonrpc\":\"2.0\",\"id\":424242,\"result\":{}}");
            case "half" -> {
                reply.raw(head(100) + "{\"jsonrpc\"");
                reply.gone.await();
            }
            case "half-and-exit" -> {
                reply.raw(head(100) + "{\"jsonrpc\"");
                reply.breakOff();
            }
            case "gigabyte" -> {
                reply.raw(head(1 << 30));
                gigabyte(text -> reply.raw(text));
            }
            default -> reply.result(asked, "{}");
        }
    }

    private void stream(Asked asked, Reply reply) throws IOException, InterruptedException {
        speak(asked, text -> reply.chunk(text));
        switch (method(asked)) {
            case "half" -> reply.gone.await();
            case "half-and-exit" -> reply.breakOff();
            default -> {}
        }
    }

    private void sse(Asked asked, SseServer.Stream stream) throws IOException, InterruptedException {
        speak(asked, stream::raw);
        if (method(asked).equals("half-and-exit")) {
            stream.end();
        }
    }

    private void speak(Asked asked, Sink sink) throws IOException, InterruptedException {
        String answer = event(HttpUpstreamSetting.result(asked, "{}"));
        switch (method(asked)) {
            case "twice" -> sink.send(answer + answer);
            case "unknown" -> sink.send(event("{\"jsonrpc\":\"2.0\",\"id\":424242,\"result\":{}}") + answer);
            case "half", "half-and-exit" -> sink.send("data: {\"jsonrpc\"");
            case "gigabyte" -> {
                sink.send("data: ");
                gigabyte(sink);
            }
            case "endless-flood" -> {
                String many = event(HttpUpstreamSetting.NOTICE).repeat(100);
                while (true) {
                    sink.send(many);
                }
            }
            case "notifications/cancelled" -> {}
            default -> sink.send(answer);
        }
    }

    private void gigabyte(Sink sink) throws IOException, InterruptedException {
        String block = "x".repeat(BLOCK);
        for (int i = 0; i < (1 << 30) / BLOCK; i++) {
            sink.send(block);
            blocks.incrementAndGet();
        }
    }

    /** Where a script writes to. */
    @FunctionalInterface
    private interface Sink {
        void send(String text) throws IOException, InterruptedException;
    }

    private static String method(Asked asked) {
        return asked.body().replaceAll(".*\"method\":\"([^\"]*)\".*", "$1");
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static String head(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
