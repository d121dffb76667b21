package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.Verification.Status;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tampering with a closed journal, all of whose records are signed. */
class JournalVerifierTest {

    @TempDir
    Path parent;

    private Path copy = Path.of("");

    @BeforeEach
    void a_small_verified_journal() throws Exception {
        Journals.small(parent.resolve("journal"));
        copy = Journals.copy(parent.resolve("journal"), parent.resolve("copy"));
        assertThat(JournalVerifier.verify(copy).status()).isEqualTo(Status.VERIFIED);
    }

    private Status status() throws IOException {
        return JournalVerifier.verify(copy).status();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(copy)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private List<Path> segments() throws IOException {
        return files().stream()
                .filter(file -> Layout.name(file).endsWith(".jsonl"))
                .toList();
    }

    @Test
    void one_flipped_byte_anywhere_in_any_file_is_found() throws Exception {
        int flips = 0;
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < bytes.length; i++) {
                for (int mask : new int[] {1 << i % 8, 0xff}) {
                    byte[] changed = bytes.clone();
                    changed[i] ^= (byte) mask;
                    Files.write(file, changed);
                    assertThat(status())
                            .as("byte %d of %s with %x", i, copy.relativize(file), mask)
                            .isEqualTo(Status.BROKEN);
                    flips++;
                }
            }
            Files.write(file, bytes);
        }
        assertThat(status()).isEqualTo(Status.VERIFIED);
        assertThat(flips).isGreaterThan(5_000);
    }

    @Test
    void the_first_changed_record_is_named() throws Exception {
        Path file = copy.resolve("strand-0/000001.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, lines.get(1).replace("entry 0", "entry 9"));
        Files.write(file, lines);
        Finding finding = JournalVerifier.verify(copy).findings().getFirst();
        assertThat(finding.file()).isEqualTo("strand-0/000001.jsonl");
        assertThat(finding.line()).isEqualTo(2);
        assertThat(finding.seq()).isEqualTo(2);
        assertThat(finding.problem()).contains("changed");
    }

    @Test
    void every_deleted_duplicated_or_swapped_line_and_every_truncation_is_found() throws Exception {
        for (Path file : segments()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                List<String> without = new ArrayList<>(lines);
                without.remove(i);
                assertBroken(file, without);
                List<String> twice = new ArrayList<>(lines);
                twice.add(i, lines.get(i));
                assertBroken(file, twice);
                assertBroken(file, lines.subList(0, i));
                if (i > 0) {
                    List<String> swapped = new ArrayList<>(lines);
                    Collections.swap(swapped, i - 1, i);
                    assertBroken(file, swapped);
                }
            }
            Files.write(file, lines);
        }
        assertThat(status()).isEqualTo(Status.VERIFIED);
    }

    private void assertBroken(Path file, List<String> lines) throws IOException {
        Files.write(file, lines);
        assertThat(status()).as("%s with %s", file, lines).isEqualTo(Status.BROKEN);
    }

    @Test
    void missing_reordered_and_repeated_records_are_called_so() throws Exception {
        Path file = copy.resolve("strand-1/000001.jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(1), lines.get(0)));
        assertThat(problem()).contains("out of order");
        Files.write(file, List.of(lines.get(1)));
        assertThat(problem()).contains("missing");
        Files.write(file, List.of(lines.get(0), lines.get(0), lines.get(1)));
        assertThat(problem()).contains("again");
        Files.write(file, List.of(lines.get(0)));
        assertThat(problem()).contains("records 2 to 2 are missing, which the head names");
    }

    private String problem() throws IOException {
        return JournalVerifier.verify(copy).findings().getFirst().problem();
    }

    @Test
    void every_deleted_file_is_found() throws Exception {
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            assertThat(status()).as("without %s", copy.relativize(file)).isEqualTo(Status.BROKEN);
            Files.write(file, bytes);
        }
    }

    @Test
    void swapped_strands_and_swapped_segments_are_found() throws Exception {
        Path aside = parent.resolve("aside");
        swap(copy.resolve("strand-0"), copy.resolve("strand-1"), aside);
        assertThat(status()).isEqualTo(Status.BROKEN);
        swap(copy.resolve("strand-0"), copy.resolve("strand-1"), aside);
        swap(copy.resolve("strand-0/000001.jsonl"), copy.resolve("strand-0/000002.jsonl"), aside);
        assertThat(status()).isEqualTo(Status.BROKEN);
    }

    private static void swap(Path a, Path b, Path aside) throws IOException {
        Files.move(a, aside);
        Files.move(b, a);
        Files.move(aside, b);
    }

    @Test
    void a_strand_that_another_one_saw_is_missed_when_taken_away_or_back() throws Exception {
        Path strand = copy.resolve("strand-0");
        Files.move(strand, parent.resolve("taken"));
        Verification verified = JournalVerifier.verify(copy);
        assertThat(verified.findings()).anyMatch(finding -> finding.problem().contains("the strand is missing"));
    }

    @Test
    void a_file_that_does_not_belong_to_a_strand_is_found_and_one_beside_is_noted() throws Exception {
        Files.writeString(copy.resolve("readme.txt"), "hello");
        Verification noted = JournalVerifier.verify(copy);
        assertThat(noted.status()).isEqualTo(Status.VERIFIED);
        assertThat(noted.notes()).contains("not a part of the journal: readme.txt");
        Files.writeString(copy.resolve("strand-0/000009.jsonl"), "");
        assertThat(status()).isEqualTo(Status.BROKEN);
    }

    @Test
    void a_journal_signed_anew_with_another_key_is_found_by_the_trusted_one() throws Exception {
        var trusted = VerifyingKey.parse(Files.readString(copy.resolve("signing.pub")));
        Path forged = parent.resolve("forged");
        Journals.small(forged);
        assertThat(JournalVerifier.verify(forged).status()).isEqualTo(Status.VERIFIED);
        assertThat(JournalVerifier.verify(forged, trusted).status()).isEqualTo(Status.BROKEN);
    }

    @Test
    void a_line_longer_than_any_record_is_found_with_bounded_memory() throws Exception {
        Path file = copy.resolve("strand-1/000001.jsonl");
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 200; i++) {
            Files.write(file, block, StandardOpenOption.APPEND);
        }
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        assertThat(problem()).contains("longer than any record");
    }

    @Test
    void a_journal_is_verified_while_it_is_written() throws Exception {
        Path live = parent.resolve("live");
        try (var journal = Journals.open(live, 4096)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 400; i++) {
                        journal.append("note", JsonObject.EMPTY.with("text", "x".repeat(200)), Durability.WRITTEN);
                    }
                } catch (JournalUnavailable e) {
                    throw new IllegalStateException(e);
                }
            });
            do {
                assertThat(JournalVerifier.verify(live).findings()).isEmpty();
            } while (writer.isAlive());
            writer.join();
        }
        assertThat(JournalVerifier.verify(live).records()).isGreaterThan(400);
    }
}
