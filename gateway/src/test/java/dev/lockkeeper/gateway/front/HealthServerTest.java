package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HealthServerTest {

    private static Exchanged get(int port, String path) throws IOException {
        return Raw.exchange(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    @Test
    void it_is_alive_and_ready_as_long_as_every_check_holds() throws Exception {
        var journal = new AtomicBoolean(true);
        Map<String, BooleanSupplier> checks = Map.of("journal", journal::get, "policy", () -> true);
        try (var health = HealthServer.start("127.0.0.1", 0, checks)) {
            assertThat(get(health.port(), "/healthz").body()).isEqualTo("{\"status\":\"alive\"}\n");
            Exchanged ready = get(health.port(), "/readyz");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.body())
                    .isEqualTo("{\"status\":\"ready\",\"checks\":{\"journal\":\"ok\",\"policy\":\"ok\"}}\n");
            journal.set(false);
            Exchanged unready = get(health.port(), "/readyz");
            assertThat(unready.status()).isEqualTo(503);
            assertThat(unready.body())
                    .isEqualTo("{\"status\":\"unready\",\"checks\":{\"journal\":\"failing\",\"policy\":\"ok\"}}\n");
            assertThat(get(health.port(), "/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void a_check_that_throws_does_not_hold() throws Exception {
        Map<String, BooleanSupplier> checks = Map.of("policy", () -> {
            throw new IllegalStateException("secret inside");
        });
        try (var health = HealthServer.start("127.0.0.1", 0, checks)) {
            assertThat(get(health.port(), "/readyz").status()).isEqualTo(503);
            assertThat(get(health.port(), "/readyz").body()).doesNotContain("secret");
        }
    }

    @Test
    void nothing_else_is_served() throws Exception {
        try (var health = HealthServer.start("127.0.0.1", 0, Map.of())) {
            assertThat(get(health.port(), "/").status()).isEqualTo(404);
            assertThat(get(health.port(), "/healthz/x").status()).isEqualTo(404);
            assertThat(get(health.port(), "/s/files/mcp").status()).isEqualTo(404);
            assertThat(Raw.exchange(health.port(), "POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                            .status())
                    .isEqualTo(405);
            assertThat(Raw.exchange(health.port(), "nonsense\r\n\r\n").status()).isEqualTo(400);
        }
    }
}
