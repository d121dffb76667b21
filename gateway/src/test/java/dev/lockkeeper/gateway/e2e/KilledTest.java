package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalQuery;
import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal holds when the process is killed in the middle of its work. */
class KilledTest {

    private static final int CLIENTS = 3;
    private static final int ANSWERS_BEFORE_THE_END = 60;
    private static final Pattern REFERENCE =
            Pattern.compile("^\\{.*\"event\":\"decision\".*\"reference\":\"([^\"]+)\"\\}$", Pattern.MULTILINE);

    @TempDir
    private Path directory;

    private final AtomicInteger answered = new AtomicInteger();
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    @Test
    void what_a_client_was_answered_is_in_the_journal_though_the_gateway_was_killed() throws Exception {
        var program = new Program(directory);
        // The same calls again and again, as fast as they are answered.
        program.configure("limits: { calls: { rules: [{ per: caller, rate: 100000/1s }],"
                + " loops: { identical: 0, ping-pong: 0 } } }\nservers: { modern: { run: " + Peers.modern()
                + ", env-from: [PATH], allow: [add] } }");
        String token = program.token("alice");
        Program.Serving gateway = program.serve();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                working.add(clients.submit(() -> work(gateway.url("modern"), token)));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> answered.get() >= ANSWERS_BEFORE_THE_END
                            || working.stream().anyMatch(Future::isDone));
            gateway.process().destroyForcibly().onExit().join();
            for (Future<?> each : working) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            gateway.process().destroyForcibly();
        }
        assertThat(answered.get()).isGreaterThanOrEqualTo(ANSWERS_BEFORE_THE_END);
        // What was said on standard error was said of a decision that is on record; permitted ones are among them.
        REFERENCE
                .matcher(Files.readString(program.home().resolve("stderr.log")))
                .results()
                .forEach(line -> given.add(line.group(1)));
        assertThat(given).hasSizeGreaterThan(2 * ANSWERS_BEFORE_THE_END);
        Set<String> recorded = new HashSet<>();
        AtomicInteger permitted = new AtomicInteger();
        new JournalQuery(program.journal()).select(JournalFilter.ALL, entry -> {
            recorded.add(entry.reference());
            if (entry.string("outcome").equals("granted")
                    && entry.string("method").equals("tools/call")) {
                permitted.incrementAndGet();
            }
        });
        assertThat(recorded).containsAll(given);
        assertThat(permitted.get()).isGreaterThanOrEqualTo(answered.get());
        // The next start may have to cut a record that was half written.
        program.serve().close();
        assertThat(JournalVerifier.verify(program.journal()).status())
                .isIn(Verification.Status.VERIFIED, Verification.Status.MENDED);
    }

    /** Calls what is permitted and what is not, in turn, until the gateway is gone. */
    private Void work(String url, String token) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            Outcome last = client.ask(JsonObject.EMPTY
                    .with("op", "connect")
                    .with("mode", "legacy")
                    .with("url", url)
                    .with("token", token));
            while (last.ok()) {
                last = client.call(
                        "add", JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3)));
                if (last.ok()) {
                    answered.incrementAndGet();
                    String reference = client.call("count", JsonObject.EMPTY).data("reference");
                    if (!reference.isEmpty()) {
                        given.add(reference);
                    }
                }
            }
        }
        return null;
    }
}
