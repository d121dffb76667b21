package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Whatever bytes stand in a segment: reading and verifying end, and never call them verified. */
class JournalReaderFuzzTest {

    @FuzzTest
    void a_segment_of_any_bytes_is_read_and_never_verified(byte[] bytes) throws Exception {
        Path directory = Files.createTempDirectory("journal");
        try {
            try (var journal = Journals.open(directory)) {
                assertThat(journal.redactor()).isNotNull();
            }
            Path segment = directory.resolve("strand-0/000001.jsonl");
            byte[] before = Files.readAllBytes(segment);
            Files.write(segment, bytes);
            if (!Arrays.equals(before, bytes)) {
                assertThat(JournalVerifier.verify(directory).findings()).isNotEmpty();
            }
            Journals.entries(directory)
                    .forEach(entry -> assertThat(entry.line()).doesNotContain("\n"));
            Journals.open(directory).close();
            assertThat(JournalVerifier.verify(directory).status()).isEqualTo(Verification.Status.BROKEN);
        } finally {
            delete(directory);
        }
    }

    @FuzzTest
    void a_line_of_any_bytes_is_refused_or_has_the_hash_it_says(byte[] bytes) {
        try {
            RecordLine read = RecordLine.read(bytes, bytes.length);
            assertThat(read.hash()).matches("[0-9a-f]{64}");
            assertThat(read.seq()).isPositive();
        } catch (JournalDamaged e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
