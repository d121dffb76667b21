package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.Verification.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under load, again and again, on one journal. */
class JournalCrashTest {

    private static final int KILLS = 5;

    @TempDir
    Path parent;

    @Test
    @Timeout(240)
    void no_acknowledged_record_is_lost_when_the_process_is_killed() throws Exception {
        Path directory = parent.resolve("journal");
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int before = acknowledged.size();
            acknowledged.addAll(killUnderLoad(directory, 1500 + 700 * kill));
            assertThat(acknowledged).hasSizeGreaterThan(before + 500);
        }
        Journals.open(directory).close();
        assertThat(JournalVerifier.verify(directory).findings()).isEmpty();
        Set<String> missing = new TreeSet<>(acknowledged);
        Journals.entries(directory).forEach(entry -> missing.remove(entry.reference()));
        assertThat(missing).isEmpty();
    }

    @Test
    @Timeout(240)
    void a_tail_torn_after_a_kill_is_mended() throws Exception {
        Path directory = parent.resolve("journal");
        killUnderLoad(directory, 500);
        Path strand = directory.resolve("strand-0");
        Path last = strand.resolve(Layout.segment(Layout.segments(strand).getLast()));
        // What a write that was cut short leaves behind.
        Files.writeString(last, "{\"seq\":999,\"time\":\"2026-", java.nio.file.StandardOpenOption.APPEND);
        Journals.open(directory).close();
        assertThat(Journals.types(directory)).contains("journal.mended");
        assertThat(JournalVerifier.verify(directory).status()).isEqualTo(Status.MENDED);
    }

    private Set<String> killUnderLoad(Path directory, int references) throws IOException, InterruptedException {
        Path out = parent.resolve("stdout.txt");
        Path err = parent.resolve("stderr.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        directory.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(100))
                    .until(() -> !process.isAlive() || Files.size(out) > 12L * references);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(128 + 9);
        // A last line that was cut short names an earlier record, or none.
        return Files.readAllLines(out).stream()
                .filter(line -> line.matches("strand-[0-9]+/[1-9][0-9]*"))
                .collect(Collectors.toSet());
    }
}
