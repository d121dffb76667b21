package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpeningsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Heard heard = new Heard();
    private final Openings openings = new Openings();

    private Upstream open(String... command) throws UpstreamFailure {
        var settings = new CommandSettings(
                List.of(command), Map.of("PATH", "/usr/bin:/bin"), null, LONG, 1024, Duration.ofMillis(100));
        return openings.open(ears -> StdioUpstream.start("s", settings, ears), heard);
    }

    private void crash(String script, int crashes) throws UpstreamFailure {
        Upstream upstream = open("/bin/sh", "-c", script);
        assertThatThrownBy(() -> {
                    while (true) {
                        upstream.forward(Permits.request("1", "m"));
                    }
                })
                .isInstanceOf(UpstreamFailure.class);
        await().until(() -> heard.closed.size() == crashes);
        assertThat(upstream.isOpen()).isFalse();
    }

    @Test
    void a_server_that_ends_before_it_answers_is_left_alone_after_its_second_end() throws Exception {
        crash("exit 1", 1);
        crash("exit 1", 2);
        assertThatThrownBy(() -> open("/bin/sh", "-c", "exit 1"))
                .isInstanceOfSatisfying(UpstreamFailure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_BACKOFF);
                    assertThat(failure.retryAfter()).isPresent();
                });
        // Once the pause is over, it is opened again.
        await().ignoreExceptions().until(() -> {
            open("/bin/sh", "-c", "read line").close();
            return true;
        });
    }

    @Test
    void a_command_that_cannot_be_started_is_left_alone_too() {
        for (Reason reason :
                List.of(Reason.UPSTREAM_UNAVAILABLE, Reason.UPSTREAM_UNAVAILABLE, Reason.UPSTREAM_BACKOFF)) {
            assertThatThrownBy(() -> open("/nonexistent"))
                    .isInstanceOfSatisfying(
                            UpstreamFailure.class,
                            failure -> assertThat(failure.reason()).isEqualTo(reason));
        }
    }

    @Test
    void who_makes_a_server_crash_after_it_answered_makes_nobody_wait() throws Exception {
        for (int i = 1; i <= 4; i++) {
            crash("read line; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'; read line", i);
        }
        open("/bin/sh", "-c", "read line").close();
    }
}
