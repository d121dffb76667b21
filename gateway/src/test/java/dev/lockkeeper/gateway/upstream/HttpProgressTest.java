package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpProgressTest extends HttpUpstreamSetting {

    private static final Permit STEPS = Permits.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"steps\",\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}");

    private final CountDownLatch finish = new CountDownLatch(1);
    private Duration longest = LONG;

    @Override
    Duration longestWait(Duration timeout) {
        return longest;
    }

    private void serve(String token) throws Exception {
        start(SHORT, (asked, reply) -> {
            if (asked.body().contains("cancelled")) {
                reply.status(202);
                return;
            }
            reply.stream();
            while (asked.body().contains("steps") && !finish.await(50, TimeUnit.MILLISECONDS)) {
                reply.event(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\""
                                + token + "\",\"progress\":1}}");
            }
            if (!asked.body().contains("steps")) {
                reply.gone.await();
            }
            reply.event(result(asked, "{}"));
        });
    }

    @Test
    void progress_lengthens_the_wait() throws Exception {
        serve("t");
        FutureTask<Response> waiting = inBackground(STEPS);
        await().until(() -> !heard.received.isEmpty());
        // This request began later and ran into its timeout, so the other is past it.
        fails(Permits.request("2", "silence"), Reason.UPSTREAM_TIMEOUT);
        finish.countDown();
        assertThat(waiting.get()).isInstanceOf(Success.class);
    }

    @Test
    void progress_of_something_else_does_not() throws Exception {
        serve("other");
        fails(STEPS, Reason.UPSTREAM_TIMEOUT);
        await().until(() -> server().asked.getLast().body().contains("cancelled"));
    }

    @Test
    void progress_without_end_does_not_lengthen_it_for_ever() throws Exception {
        longest = SHORT.multipliedBy(2);
        serve("t");
        fails(STEPS, Reason.UPSTREAM_TIMEOUT);
        await().until(() -> server().asked.getLast().body().contains("cancelled"));
    }
}
