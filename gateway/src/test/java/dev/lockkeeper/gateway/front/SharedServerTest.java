package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.upstream.CommandSettings;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.StdioUpstream;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two clients of one caller, whose stateless requests share one process and the one thread that reads its output. */
class SharedServerTest {

    /** Longer than a test client waits. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final int ENOUGH = 200;

    private final AtomicInteger opened = new AtomicInteger();
    private final Connector talkative = new Connector() {
        @Override
        public boolean knows(String server) {
            return true;
        }

        @Override
        public Upstream open(String server, UpstreamListener listener) throws UpstreamFailure {
            opened.incrementAndGet();
            return StdioUpstream.start(server, program(), listener);
        }
    };

    private static CommandSettings program() {
        Path classes = Path.of(System.getProperty("lockkeeper.root"), "gateway", "target", "test-classes");
        return new CommandSettings(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes.toString(),
                        TalkativeServer.class.getName()),
                Map.of(),
                null,
                LONG,
                LONG,
                1 << 20,
                Duration.ofSeconds(2));
    }

    private static Exchanged step(Gateway gateway) throws IOException {
        return gateway.send(Wanted.modern(gateway.alice).call("step"));
    }

    @Test
    void who_stops_reading_is_cut_off_and_holds_up_nobody_who_shares_its_server() throws Exception {
        try (var gateway = new Gateway(
                        settings -> {
                            // Nobody is cut off for the time that a write may take, and a call that waits for one
                            // shows no life meanwhile, so that its client gives up.
                            settings.write = LONG;
                            settings.streamAfter = LONG;
                            settings.keepAlive = LONG;
                            return settings;
                        },
                        talkative);
                var stalled = new Raw(gateway.port())) {
            stalled.send(Wanted.modern(gateway.alice)
                    .call("stall")
                    .body(Gateway.call("1", "stall", "x")
                            .replace(
                                    "\"arguments\":{\"text\":\"x\"}",
                                    "\"_meta\":" + Wanted.META.replace("{\"", "{\"progressToken\":\"t\",\"")))
                    .text(gateway.port()));
            await().until(() -> step(gateway).body().contains("\"stalled\":true"));
            int answered = 0;
            while (gateway.journal.refusals("http.timeout").isEmpty() && answered < ENOUGH) {
                assertThat(step(gateway).body()).contains("\"stalled\":true");
                answered++;
            }
            // It is cut off only when so many messages wait, so that while the last of these calls were
            // answered, those that each of them had brought it lay unwritten.
            assertThat(answered).isBetween(Handover.MOST_BYTES / TalkativeServer.MESSAGE_CHARS, ENOUGH - 1);
            assertThat(opened).hasValue(1);
            stalled.awaitEnd();
            assertThat(step(gateway).body()).contains("\"stalled\":true");
        }
    }
}
