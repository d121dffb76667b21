package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.Verification.Status;
import dev.lockkeeper.json.JsonObject;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening what a crash, or somebody's hand, left behind. */
class JournalRecoveryTest {

    @TempDir
    Path parent;

    private Path directory() {
        return parent.resolve("journal");
    }

    private Path segment() {
        return directory().resolve("strand-0/000001.jsonl");
    }

    private void write(int records) throws Exception {
        try (var journal = Journals.open(directory())) {
            for (int i = 0; i < records; i++) {
                journal.append("note", JsonObject.EMPTY.with("text", "entry " + i), Durability.WRITTEN);
            }
        }
    }

    /** Leaves the head where it was before the last records, as a crash before it was signed does. */
    private void writeUnsigned(int records) throws Exception {
        Path head = directory().resolve("strand-0/head.json");
        byte[] before = Files.readAllBytes(head);
        write(records);
        Files.write(head, before);
    }

    private void cut(long bytes) throws Exception {
        try (var data = new RandomAccessFile(segment().toFile(), "rw")) {
            data.setLength(data.length() - bytes);
        }
    }

    @Test
    void a_torn_tail_is_cut_and_an_entry_says_what_was_cut() throws Exception {
        write(3);
        writeUnsigned(3);
        cut(100);
        byte[] left = Files.readAllBytes(segment());
        int lastLine = new String(left, StandardCharsets.UTF_8).lastIndexOf('\n') + 1;
        byte[] torn = Arrays.copyOfRange(left, lastLine, left.length);

        Journals.open(directory()).close();

        JsonObject mended = Journals.entries(directory()).stream()
                .filter(entry -> entry.string("type").equals("journal.mended"))
                .findFirst()
                .orElseThrow()
                .record();
        assertThat(mended.get("bytes")).hasToString(Integer.toString(torn.length));
        assertThat(mended.string("sha256"))
                .isEqualTo(HexFormat.of().formatHex(Digests.sha256().digest(torn)));
        assertThat(Base64.getDecoder().decode(mended.string("base64"))).isEqualTo(torn);
        Verification verified = JournalVerifier.verify(directory());
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.status()).isEqualTo(Status.MENDED);
    }

    /** What a process leaves that ends after it signed a segment's end and before it began the next. */
    private void closeSegment() throws Exception {
        var keys = JournalKeys.open(directory());
        Path strand = directory().resolve("strand-0");
        Head head =
                Objects.requireNonNull(Head.read(strand.resolve(Layout.HEAD), Head.HEAD, "strand-0", keys.verifying()));
        new Head(Head.CLOSED, "strand-0", head.position(), head.time()).write(strand.resolve(Layout.closing(1)), keys);
    }

    @Test
    void a_segment_whose_end_is_signed_is_not_written_again() throws Exception {
        write(3);
        closeSegment();
        write(1);
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.VERIFIED);
        assertThat(directory().resolve("strand-0/000002.jsonl")).isNotEmptyFile();
    }

    @Test
    void a_torn_tail_behind_a_signed_end_is_cut() throws Exception {
        write(3);
        closeSegment();
        Files.writeString(segment(), "{\"seq\":999,", StandardOpenOption.APPEND);
        write(1);
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.MENDED);
    }

    @Test
    void a_torn_tail_of_a_segment_that_is_full_is_cut_before_its_end_is_signed() throws Exception {
        write(3);
        Files.writeString(segment(), "{\"seq\":999,", StandardOpenOption.APPEND);
        Journals.open(directory(), 100).close();
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.MENDED);
    }

    @Test
    void records_that_only_the_signed_end_of_a_segment_names_are_a_gap_when_they_are_missing() throws Exception {
        write(2);
        Path head = directory().resolve("strand-0/head.json");
        byte[] before = Files.readAllBytes(head);
        write(2);
        closeSegment();
        Files.write(head, before);
        cut(100);
        write(1);
        assertThat(Journals.types(directory())).contains("journal.gap");
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.BROKEN);
    }

    @Test
    void garbage_after_the_last_record_is_cut() throws Exception {
        write(2);
        Files.write(segment(), new byte[10_000], StandardOpenOption.APPEND);
        assertThat(JournalVerifier.verify(directory()).notes()).anyMatch(note -> note.contains("unfinished record"));
        Journals.open(directory()).close();
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.MENDED);
    }

    @Test
    void whole_lines_beyond_the_head_that_do_not_verify_are_cut() throws Exception {
        write(2);
        Files.writeString(segment(), "{\"seq\":1}\nxx\n", StandardOpenOption.APPEND);
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.BROKEN);
        Journals.open(directory()).close();
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.MENDED);
    }

    @Test
    void every_cut_below_the_signed_head_is_a_gap_that_stays_a_failure() throws Exception {
        write(4);
        long size = Files.size(segment());
        byte[] whole = Files.readAllBytes(segment());
        byte[] head = Files.readAllBytes(directory().resolve("strand-0/head.json"));
        for (long bytes = 1; bytes < size; bytes += 37) {
            Files.write(segment(), whole);
            Files.write(directory().resolve("strand-0/head.json"), head);
            cut(bytes);
            assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.BROKEN);
            try (var journal = Journals.open(directory())) {
                assertThat(journal.append("note", JsonObject.EMPTY, Durability.WRITTEN))
                        .as("no reference is given twice")
                        .matches(reference -> Integer.parseInt(reference.substring(9)) > 5);
            }
            assertThat(Journals.types(directory())).contains("journal.gap");
            Verification verified = JournalVerifier.verify(directory());
            assertThat(verified.findings()).hasSize(1);
            assertThat(verified.findings().getFirst().problem()).contains("gap");
        }
    }

    @Test
    void damage_before_the_head_is_not_mended() throws Exception {
        write(4);
        byte[] bytes = Files.readAllBytes(segment());
        bytes[300] ^= 1;
        Files.write(segment(), bytes);
        try (var journal = Journals.open(directory())) {
            journal.append("note", JsonObject.EMPTY, Durability.ON_DISK);
        }
        assertThat(Arrays.copyOf(Files.readAllBytes(segment()), bytes.length)).isEqualTo(bytes);
        assertThat(JournalVerifier.verify(directory()).findings().getFirst().line())
                .isIn(1L, 2L);
    }

    @Test
    void lines_that_were_signed_and_changed_stay_as_evidence_and_the_chain_goes_on_elsewhere() throws Exception {
        write(4);
        byte[] bytes = Files.readAllBytes(segment());
        bytes[300] ^= 1;
        bytes[bytes.length - 10] ^= 1;
        Files.write(segment(), bytes);
        try (var journal = Journals.open(directory())) {
            assertThat(journal.append("note", JsonObject.EMPTY, Durability.ON_DISK))
                    .isEqualTo("strand-0/8");
        }
        assertThat(Files.readAllBytes(segment())).isEqualTo(bytes);
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.BROKEN);
    }

    @Test
    void a_missing_head_and_a_missing_segment_are_recorded_as_gaps() throws Exception {
        write(2);
        Files.delete(directory().resolve("strand-0/head.json"));
        Journals.open(directory()).close();
        assertThat(Journals.types(directory())).contains("journal.gap");
        Files.delete(segment());
        Journals.open(directory()).close();
        assertThat(Journals.types(directory())).containsExactly("journal.gap", "journal.opened");
        assertThat(JournalVerifier.verify(directory()).findings().getFirst().problem())
                .contains("segment is missing");
    }

    @Test
    void a_crash_between_two_segments_is_continued() throws Exception {
        Journals.small(directory());
        Path strand = directory().resolve("strand-0");
        int last = Layout.segments(strand).getLast();
        assertThat(last).isGreaterThan(1);
        // As if the process had ended after it finished this segment and before it signed the head again.
        Head closing = Head.read(
                strand.resolve(Layout.closing(last - 1)),
                Head.CLOSED,
                "strand-0",
                JournalKeys.open(directory()).verifying());
        new Head(
                        Head.HEAD,
                        "strand-0",
                        java.util.Objects.requireNonNull(closing).position(),
                        closing.time())
                .write(strand.resolve(Layout.HEAD), JournalKeys.open(directory()));
        Files.write(strand.resolve(Layout.segment(last)), new byte[0]);
        Journals.open(directory()).close();
        assertThat(JournalVerifier.verify(directory()).findings())
                .as("only what the other strand saw is missing")
                .allMatch(finding -> finding.problem().contains("strand-1"));
    }
}
