package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Heard.Received;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other gateways between clients and servers fell into, on the side of the server. */
class UpstreamTrapTest extends StdioUpstreamSetting {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void clients_use_an_id_again_and_as_another_type_and_each_gets_its_own_answer() throws Exception {
        start(LONG);
        FutureTask<Response> number = inBackground(() -> forward(marked("1", "number")));
        FutureTask<Response> text = inBackground(() -> forward(marked("\"1\"", "text")));
        FutureTask<Response> again = inBackground(() -> forward(marked("1", "again")));
        assertThat(line(number.get())).contains("number");
        assertThat(number.get().id()).hasToString("1");
        assertThat(line(text.get())).contains("text");
        assertThat(text.get().id()).hasToString("\"1\"");
        assertThat(line(again.get())).contains("again");
        assertThat(again.get().id()).hasToString("1");
    }

    @Test
    void a_cancellation_goes_before_what_waits_to_be_written() throws Exception {
        var entered = new CountDownLatch(1);
        var read = new CountDownLatch(1);
        var written = new ByteArrayOutputStream();
        var ended = new CountDownLatch(1);
        LineWriter writer = LineWriter.start("test", new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                entered.countDown();
                try {
                    read.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                written.write(bytes, from, length);
            }

            @Override
            public void close() {
                ended.countDown();
            }
        });
        writer.put(Wire.of("written"), LONG);
        entered.await();
        Wire withdrawn = Wire.of("withdrawn");
        writer.put(withdrawn, LONG);
        writer.put(Wire.of("waiting"), LONG);
        assertThat(writer.withdraw(withdrawn)).isTrue();
        writer.urge(Wire.of("cancellation"));
        writer.close();
        read.countDown();
        ended.await();
        List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).containsExactly("written", "cancellation", "waiting");
    }

    @Test
    void a_request_that_is_cancelled_before_it_was_written_is_never_sent() throws Exception {
        start(LONG);
        Path listen = directory.resolve("listen");
        FutureTask<Response> deaf = inBackground(() -> forward(Permits.of(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"deaf-until\",\"params\":{\"file\":\"" + listen + "\"}}")));
        String large = "x".repeat(200_000);
        for (int i = 0; i < 3; i++) {
            running()
                    .tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"fill\",\"params\":{\"x\":\"" + large + "\"}}"));
        }
        FutureTask<Response> waiting = inBackground(() -> forward(Permits.request("\"c\"", "echo")));
        Permit cancellation = Permits.of(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"c\"}}");
        await().until(() -> {
            running().tell(cancellation);
            return waiting.isDone();
        });
        assertThat(waiting.state()).isEqualTo(FutureTask.State.FAILED);
        assertThat(waiting.exceptionNow())
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_CANCELLED));
        Files.createFile(listen);
        assertThat(deaf.get()).isInstanceOf(Success.class);
        // Which of the first two came first does not matter: what filled the pipe is more than it holds.
        assertThat(line(forward(Permits.request("1", "seen"))).split(" "))
                .containsExactlyInAnyOrder("deaf-until", "fill", "fill", "fill", "seen");
    }

    @Test
    void the_progress_token_and_the_rest_of_meta_reach_the_server() throws Exception {
        start(LONG);
        String meta = "{ \"progressToken\" : 1.0, \"x.example/y\": [1e2, null] }";
        assertThat(line(forward(Permits.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{\"_meta\":" + meta + "}}"))))
                .contains(meta);
    }

    @Test
    void progress_after_the_answer_belongs_to_no_request() throws Exception {
        start(LONG);
        Permit permit = Permits.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"progress-after\","
                + "\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}");
        forward(permit);
        await().until(() -> heard.received.size() == 2);
        assertThat(heard.received).extracting(Received::related).containsExactly(Optional.of(permit), Optional.empty());
    }

    @Test
    void what_is_not_ours_is_relayed_byte_for_byte_in_both_directions() throws Exception {
        start(LONG);
        String members = "\"unknown\" : {\"b\":1.50,\"a\":-0},  \"params\":{\"z\":1,\"a\":[ ]} , \"method\":\"mirror\"";
        assertThat(forward(Permits.of("{\"jsonrpc\":\"2.0\", \"id\" :\"q\", " + members + "}"))
                        .wire()
                        .toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{\"jsonrpc\":\"2.0\", \"id\" :1, " + members
                        + "}}");
    }

    @Test
    void long_texts_of_wide_characters_survive_buffers_and_pipes() throws Exception {
        start(LONG);
        // Neither the buffers nor the pipe hold a whole number of these.
        String wide = "x" + "é😀€".repeat(30_000);
        assertThat(line(forward(marked("1", wide)))).contains(wide).startsWith("{\"jsonrpc\"");
    }

    @Test
    void a_server_that_ignores_the_end_of_its_input_is_ended_all_the_same() throws Exception {
        var script = "trap '' TERM; echo $$ >pid; while :; do sleep 1; done";
        StdioUpstream deaf = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", "/usr/bin:/bin"),
                        directory,
                        LONG,
                        1024,
                        Duration.ofMillis(100)),
                heard);
        await().until(() -> Files.exists(directory.resolve("pid"))
                && !Files.readString(directory.resolve("pid")).isBlank());
        deaf.close();
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessTree::lives)).isEmpty();
    }

    @Test
    void an_answer_on_the_stream_of_another_conversation_is_refused() throws Exception {
        var both = new CountDownLatch(2);
        var other = new Heard();
        try (var server = new ScriptedServer((asked, reply) -> {
                    both.countDown();
                    both.await();
                    // Under the id that the other conversation gave its request.
                    String others = asked.body().contains("\"id\":1,") ? "2" : "1";
                    String owner = asked.body().contains("mallory") ? "mallory" : "alice";
                    reply.stream()
                            .event("{\"jsonrpc\":\"2.0\",\"id\":" + others + ",\"result\":{\"of\":\"somebody else\"}}")
                            .event(HttpUpstreamSetting.result(asked, "{\"of\":\"" + owner + "\"}"));
                });
                var remote = new RemoteServer(
                        "test", new RemoteSettings(server.url(), Map.of(), LONG, LONG, 1 << 20, null))) {
            Upstream first = remote.open(heard);
            Upstream second = remote.open(other);
            FutureTask<Response> alice = inBackground(() -> first.forward(marked("1", "alice")));
            FutureTask<Response> mallory = inBackground(() -> second.forward(marked("1", "mallory")));
            assertThat(((Success) alice.get()).result().string("of")).isEqualTo("alice");
            assertThat(((Success) mallory.get()).result().string("of")).isEqualTo("mallory");
            assertThat(heard.refused).extracting(UpstreamFailure::reason).containsExactly(Reason.RESULT_UNEXPECTED);
            assertThat(other.refused).extracting(UpstreamFailure::reason).containsExactly(Reason.RESULT_UNEXPECTED);
        }
    }

    private static Permit marked(String id, String mark) {
        return Permits.of(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"echo\",\"params\":{\"mark\":\"" + mark + "\"}}");
    }
}
