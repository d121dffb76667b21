package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.reason.Reason;
import org.junit.jupiter.api.Test;

/** A server that sends several messages in one array. */
class BatchingServerTest extends StdioUpstreamSetting {

    private static Permit initialize(String version) {
        return Permits.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                + version + "\"}}");
    }

    @Test
    void a_batch_is_taken_apart_where_the_agreed_version_has_batches() throws UpstreamFailure {
        start(LONG);
        forward(initialize("2025-03-26"));
        assertThat(line(forward(Permits.request("1", "batch")))).isEqualTo("batched");
        assertThat(heard.received).hasSize(1);
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void a_batch_is_refused_where_it_has_none() throws UpstreamFailure {
        start(SHORT);
        forward(initialize("2025-11-25"));
        fails(Permits.request("1", "batch"), Reason.UPSTREAM_TIMEOUT);
        // What the server says of the cancellation may be here by now; what was in the batch may not.
        assertThat(heard.received)
                .allSatisfy(received ->
                        assertThat(received.message().wire().toString()).contains("notifications/cancelled"));
        assertThat(heard.refused)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("message.batch"));
    }
}
