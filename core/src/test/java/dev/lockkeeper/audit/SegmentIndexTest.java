package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever became of the index, a query finds what reading every record finds. */
class SegmentIndexTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final FileTime LONG_AGO = FileTime.from(START);

    @TempDir
    Path parent;

    private Path directory = Path.of("");
    private Path index = Path.of("");

    @BeforeEach
    void a_journal_of_many_small_segments() throws Exception {
        directory = parent.resolve("journal");
        index = directory.resolve("index/strand-0-000002.json");
        write(0, 12);
        assertThat(Layout.segments(directory.resolve("strand-0"))).hasSizeGreaterThan(6);
    }

    private void write(int from, int to) throws Exception {
        var minute = new java.util.concurrent.atomic.AtomicInteger(from);
        var settings = new JournalSettings(directory, 500, RedactionRules.DEFAULT);
        try (var journal =
                FileJournal.open(settings, () -> START.plusSeconds(60L * minute.getAndIncrement()), Runnable::run)) {
            for (int i = from; i < to; i++) {
                var body = JsonObject.EMPTY
                        .with("outcome", "outcome-" + i % 2)
                        .with("caller", "os:caller-" + i % 3)
                        .with("server", "server-" + i % 4)
                        .with("method", "method/" + i % 5)
                        .with("target", "target-" + i)
                        .with("reason", "reason." + i % 6);
                journal.append(i % 4 == 0 ? "decision" : "result", body, Durability.WRITTEN);
            }
        }
    }

    private static List<JournalFilter> filters() {
        var filters = new ArrayList<JournalFilter>();
        for (int i = 0; i < 12; i++) {
            filters.add(JournalFilter.ALL.with("outcome", "outcome-" + i % 2).with("target", "target-" + i));
            filters.add(JournalFilter.ALL.with("caller", "os:caller-" + i));
            filters.add(JournalFilter.ALL.with("server", "server-" + i));
            filters.add(JournalFilter.ALL.with("method", "method/" + i));
            filters.add(JournalFilter.ALL.with("reason", "reason." + i));
            filters.add(JournalFilter.ALL.at("strand-0/" + i));
            filters.add(JournalFilter.ALL.between(START.plusSeconds(60L * i), START.plusSeconds(60L * i + 150)));
            filters.add(JournalFilter.ALL.between(null, START.plusSeconds(60L * i)));
            filters.add(JournalFilter.ALL.containing("target-" + i));
        }
        filters.add(JournalFilter.ALL.with("type", "decision"));
        filters.add(JournalFilter.ALL.with("type", "journal.opened"));
        filters.add(JournalFilter.ALL.at("strand-0/none"));
        return filters;
    }

    private void assertQueriesEqualAFullScan() throws IOException {
        List<JournalEntry> all = Journals.entries(directory);
        for (JournalFilter filter : filters()) {
            assertThat(select(filter))
                    .as(filter.toString())
                    .isEqualTo(all.stream().filter(filter::accepts).toList());
        }
    }

    private List<JournalEntry> select(JournalFilter filter) throws IOException {
        List<JournalEntry> found = new ArrayList<>();
        new JournalQuery(directory).select(filter, found::add);
        return found;
    }

    @Test
    void every_kind_of_query_finds_what_a_full_scan_finds_with_and_without_the_index() throws Exception {
        assertThat(directory.resolve("index")).doesNotExist();
        assertQueriesEqualAFullScan();
        assertThat(index).exists();
        assertQueriesEqualAFullScan();
        Files.delete(index);
        assertQueriesEqualAFullScan();
        assertThat(index).exists();
    }

    @Test
    void an_index_that_fits_is_used_and_leaves_segments_unread() throws Exception {
        assertQueriesEqualAFullScan();
        Files.setLastModifiedTime(index, LONG_AGO);
        assertQueriesEqualAFullScan();
        assertThat(Files.getLastModifiedTime(index)).as("it was not made again").isEqualTo(LONG_AGO);
        SegmentIndex kept = Objects.requireNonNull(SegmentIndexes.of(directory).of(directory.resolve("strand-0"), 2));
        assertThat(kept.mayHold(JournalFilter.ALL.with("target", "target-11"))).isFalse();
        assertThat(kept.mayHold(JournalFilter.ALL.at("strand-0/9999"))).isFalse();
        assertThat(kept.mayHold(JournalFilter.ALL.between(START.plusSeconds(6000), null)))
                .isFalse();
    }

    @Test
    void a_damaged_index_is_made_again() throws Exception {
        assertQueriesEqualAFullScan();
        String good = Files.readString(index);
        for (String bad : List.of(
                "", "{}", "x", good.substring(0, good.length() / 2), good.substring(65), good + " ", "\n\n\n")) {
            Files.writeString(index, bad);
            assertQueriesEqualAFullScan();
            assertThat(index).hasContent(good);
        }
        Files.write(index, new byte[] {(byte) 0xff, 10, 0});
        assertQueriesEqualAFullScan();
        assertThat(index).hasContent(good);
    }

    @Test
    void an_index_that_was_changed_to_hide_a_record_is_not_believed() throws Exception {
        assertQueriesEqualAFullScan();
        String good = Files.readString(index);
        String target = select(JournalFilter.ALL).stream()
                .filter(entry -> entry.string("target").startsWith("target-") && good.contains(entry.string("target")))
                .map(entry -> entry.string("target"))
                .findFirst()
                .orElseThrow();
        for (String hiding : List.of(
                good.replace("\"" + target + "\"", "\"elsewhere\""),
                good.replaceAll("\"from\":\"[^\"]*\"", "\"from\":\"9999\""),
                good.replaceAll("\"to\":\"[^\"]*\"", "\"to\":\"0000\""),
                good.replaceAll("\"lastSeq\":[0-9]+", "\"lastSeq\":0"))) {
            assertThat(hiding).isNotEqualTo(good);
            Files.writeString(index, hiding);
            assertQueriesEqualAFullScan();
            assertThat(select(JournalFilter.ALL.with("target", target))).hasSize(1);
        }
    }

    @Test
    void an_index_of_another_segment_or_of_an_older_state_is_not_believed() throws Exception {
        assertQueriesEqualAFullScan();
        Path other = directory.resolve("index/strand-0-000003.json");
        Files.copy(other, index, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertQueriesEqualAFullScan();
        String before = Files.readString(index);
        write(12, 24);
        assertQueriesEqualAFullScan();
        Path segment = directory.resolve("strand-0/000002.jsonl");
        Files.writeString(segment, Files.readString(segment).replaceFirst("\"target-", "\"another-target-"));
        assertQueriesEqualAFullScan();
        assertThat(Files.readString(index)).isNotEqualTo(before);
    }

    @Test
    void a_segment_with_lines_that_cannot_be_read_is_always_read_so_that_they_are_counted() throws Exception {
        Path segment = directory.resolve("strand-0/000002.jsonl");
        Files.writeString(segment, "no record\n" + Files.readString(segment));
        for (int i = 0; i < 2; i++) {
            assertThat(new JournalQuery(directory).select(JournalFilter.ALL.with("caller", "nobody"), entry -> {}))
                    .isEqualTo(1);
        }
        assertThat(index).doesNotExist();
    }

    @Test
    void without_the_key_no_index_is_used_or_made() throws Exception {
        assertQueriesEqualAFullScan();
        directory = Journals.copy(directory, parent.resolve("copy"));
        try (Stream<Path> kept = Files.list(directory.resolve("index"))) {
            for (Path file : kept.toList()) {
                Files.writeString(file, "");
            }
        }
        assertQueriesEqualAFullScan();
        assertThat(directory.resolve("index/strand-0-000002.json")).isEmptyFile();
    }
}
