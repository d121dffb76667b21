package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A careless server in a process of its own, and a conversation with it. */
abstract class StdioUpstreamSetting {

    static final Duration LONG = Duration.ofSeconds(60);
    static final Duration SHORT = Duration.ofMillis(700);

    final Heard heard = new Heard();

    @Nullable StdioUpstream upstream;

    @AfterEach
    void close() {
        if (upstream != null) {
            upstream.close();
        }
    }

    void start(Duration timeout) throws UpstreamFailure {
        start(timeout, timeout);
    }

    void start(Duration timeout, Duration longestWait) throws UpstreamFailure {
        upstream = StdioUpstream.start("careless", settings(timeout, longestWait, Map.of()), heard);
        if (timeout.equals(SHORT)) {
            awaitReady();
        }
    }

    static CommandSettings settings(Duration timeout, Duration longestWait, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("LOCKKEEPER_TEST", "yes"));
        environment.putAll(more);
        return new CommandSettings(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        classes(),
                        CarelessServer.class.getName()),
                environment,
                null,
                timeout,
                longestWait,
                1 << 20,
                Duration.ofSeconds(2));
    }

    // A JVM may take longer to start than a short timeout.
    void awaitReady() {
        await().atMost(LONG).until(() -> {
            try {
                return forward(Permits.request("0", "fail")) instanceof Failure;
            } catch (UpstreamFailure e) {
                return false;
            }
        });
    }

    static String classes() {
        return Path.of(System.getProperty("lockkeeper.root"), "gateway", "target", "test-classes")
                .toString();
    }

    StdioUpstream running() {
        return Objects.requireNonNull(upstream);
    }

    Response forward(Permit permit) throws UpstreamFailure {
        return running().forward(permit);
    }

    void fails(Permit permit, Reason reason) {
        assertThatThrownBy(() -> forward(permit))
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    void ended(Reason reason) {
        await().untilAsserted(() ->
                assertThat(heard.closed).extracting(UpstreamFailure::reason).containsExactly(reason));
        await().until(() -> !running().process().isAlive());
    }

    static String line(Response response) {
        return Objects.requireNonNull(((Success) response).result().string("line"));
    }

    static FutureTask<Response> inBackground(Callable<Response> task) {
        var future = new FutureTask<>(task);
        Thread.ofVirtual().start(future);
        return future;
    }
}
