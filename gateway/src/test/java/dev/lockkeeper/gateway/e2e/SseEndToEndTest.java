package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that speaks HTTP+SSE, as those of 2024-11-05 do, through the program. */
class SseEndToEndTest {

    @Test
    void a_real_client_calls_is_asked_and_hears_progress_over_http_with_sse(@TempDir Path directory) throws Exception {
        var program = new Program(directory);
        program.configure("""
                servers:
                  everything:
                    run: %s
                    env-from: [PATH]
                    client-requests: [elicitation]
                    allow: [echo, trigger-elicitation-request, trigger-long-running-operation]
                """.formatted(Peers.run("everything")));
        String token = program.token("alice");
        try (Program.Serving gateway = program.serve();
                RealClient client = RealClient.start(Peers.folder())) {
            String url = gateway.url("everything").replaceFirst("/mcp$", "/sse");
            RealClient.Outcome connected = client.ask(JsonObject.EMPTY
                    .with("op", "connect")
                    .with("transport", "sse")
                    .with("url", url)
                    .with("token", token)
                    .with("capabilities", JsonObject.EMPTY.with("elicitation", JsonObject.EMPTY))
                    .with("elicitation", JsonObject.EMPTY.with("action", "decline")));
            assertThat(connected.ok()).as(connected.toString()).isTrue();
            assertThat(client.call("echo", JsonObject.EMPTY.with("message", "hello"))
                            .result()
                            .text())
                    .contains("hello");
            assertThat(client.call("trigger-elicitation-request", JsonObject.EMPTY)
                            .result()
                            .text())
                    .contains("decline");
            JsonObject steps =
                    JsonObject.EMPTY.with("duration", JsonNumber.of(1)).with("steps", JsonNumber.of(3));
            assertThat(client.ask(JsonObject.EMPTY
                                    .with("op", "call")
                                    .with("name", "trigger-long-running-operation")
                                    .with("arguments", steps)
                                    .with("progress", JsonNumber.of(1)))
                            .result()
                            .text())
                    .containsPattern("\"progress\":[1-3]");
            assertThat(client.call("get-env", JsonObject.EMPTY).ok()).isFalse();
            assertThat(client.ask(JsonObject.EMPTY.with("op", "close")).ok()).isTrue();
        }
    }
}
