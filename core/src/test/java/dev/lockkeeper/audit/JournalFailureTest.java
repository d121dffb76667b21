package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.audit.Verification.Status;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.testing.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, read-only or gone: nothing is acknowledged, and writing goes on when they are back. */
class JournalFailureTest {

    private static final JsonObject LARGE = JsonObject.EMPTY.with("text", "x".repeat(2000));

    @TempDir
    Path parent;

    @Test
    void a_full_disk_denies_and_recovers_by_itself() throws Exception {
        Path disk = Files.createDirectory(parent.resolve("disk"));
        Mount mount = Mount.small(disk, "256k");
        Set<String> acknowledged = new HashSet<>();
        try (var journal = Journals.open(disk.resolve("journal"), 32 << 10)) {
            boolean denied = false;
            for (int i = 0; i < 300; i++) {
                try {
                    acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
                } catch (JournalUnavailable e) {
                    denied = true;
                }
            }
            assertThat(denied).as("the disk was filled").isTrue();
            assertThatThrownBy(() -> journal.append("note", LARGE, Durability.WRITTEN))
                    .isInstanceOf(JournalUnavailable.class)
                    .hasMessageContaining("free space");
            mount.remount("size=2m");
            for (int i = 0; i < 20; i++) {
                acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
            }
            assertIntact(disk.resolve("journal"), acknowledged);
        } finally {
            mount.close();
        }
    }

    @Test
    void many_waiting_callers_of_a_full_disk_are_all_refused_or_all_recorded() throws Exception {
        Path disk = Files.createDirectory(parent.resolve("disk"));
        Mount mount = Mount.small(disk, "512k");
        Set<String> acknowledged = java.util.concurrent.ConcurrentHashMap.newKeySet();
        try (var journal = Journals.open(disk.resolve("journal"), 64 << 10);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < 32; t++) {
                all.add(threads.submit(() -> {
                    int refused = 0;
                    for (int i = 0; i < 20; i++) {
                        try {
                            acknowledged.add(journal.append(
                                    "note", LARGE, i % 2 == 0 ? Durability.ON_DISK : Durability.WRITTEN));
                        } catch (JournalUnavailable e) {
                            refused++;
                        }
                    }
                    return refused;
                }));
            }
            int refused = 0;
            for (Future<Integer> one : all) {
                refused += one.get();
            }
            assertThat(refused).isPositive();
            mount.remount("size=4m");
            acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
            assertThat(acknowledged).hasSize(32 * 20 - refused + 1);
            assertIntact(disk.resolve("journal"), acknowledged);
        } finally {
            mount.close();
        }
    }

    @Test
    void a_read_only_directory_denies_and_recovers_by_itself() throws Exception {
        Path directory = parent.resolve("journal");
        Set<String> acknowledged = new HashSet<>();
        try (var journal = Journals.open(directory, 1000)) {
            acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
            try (Mount mount = Mount.readOnly(directory)) {
                assertThat(mount).isNotNull();
                // The segment is full, so the next record needs a new file, which the directory does not take.
                assertThatThrownBy(() -> journal.append("note", LARGE, Durability.WRITTEN))
                        .isInstanceOf(JournalUnavailable.class);
                assertThatThrownBy(() -> journal.append("note", LARGE, Durability.ON_DISK))
                        .isInstanceOf(JournalUnavailable.class);
                assertThatThrownBy(() -> Journals.open(directory).close()).isInstanceOf(JournalUnavailable.class);
            }
            acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
        }
        assertIntact(directory, acknowledged);
    }

    @Test
    void a_directory_that_goes_away_denies_and_is_used_again_when_it_comes_back() throws Exception {
        Path directory = parent.resolve("journal");
        Path away = parent.resolve("away");
        Set<String> acknowledged = new HashSet<>();
        try (var journal = Journals.open(directory)) {
            acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
            Files.move(directory, away);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> journal.append("note", LARGE, Durability.ON_DISK))
                        .isInstanceOf(JournalUnavailable.class);
            }
            Files.writeString(directory, "a file in its place");
            assertThatThrownBy(() -> journal.append("note", LARGE, Durability.WRITTEN))
                    .isInstanceOf(JournalUnavailable.class);
            Files.delete(directory);
            Files.move(away, directory);
            acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
        }
        assertIntact(directory, acknowledged);
    }

    @Test
    void a_strand_deleted_while_it_is_written_is_recorded_as_a_gap() throws Exception {
        Path directory = parent.resolve("journal");
        try (var journal = Journals.open(directory)) {
            journal.append("note", LARGE, Durability.ON_DISK);
            for (String file : List.of("000001.jsonl", "head.json", "strand.lock")) {
                Files.delete(directory.resolve("strand-0").resolve(file));
            }
            Files.delete(directory.resolve("strand-0"));
            assertThatThrownBy(() -> journal.append("note", LARGE, Durability.ON_DISK))
                    .isInstanceOf(JournalUnavailable.class);
            assertThat(journal.append("note", LARGE, Durability.ON_DISK)).isEqualTo("strand-0/5");
        }
        assertThat(Journals.types(directory)).containsExactly("journal.gap", "journal.opened", "note");
        assertThat(JournalVerifier.verify(directory).status()).isEqualTo(Status.BROKEN);
    }

    @Test
    void a_head_that_cannot_be_written_denies_until_it_can() throws Exception {
        Path directory = parent.resolve("journal");
        Set<String> acknowledged = new HashSet<>();
        try (var journal = Journals.open(directory)) {
            Path draft = directory.resolve("strand-0/head.json.new");
            Files.createDirectories(draft.resolve("in-the-way"));
            acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
            assertThatThrownBy(() -> journal.append("note", LARGE, Durability.ON_DISK))
                    .isInstanceOf(JournalUnavailable.class);
            Files.delete(draft.resolve("in-the-way"));
            acknowledged.add(journal.append("note", LARGE, Durability.ON_DISK));
        }
        assertIntact(directory, acknowledged);
    }

    private static void assertIntact(Path directory, Set<String> acknowledged) throws IOException {
        assertThat(JournalVerifier.verify(directory).findings()).isEmpty();
        assertThat(Journals.entries(directory).stream()
                        .filter(entry -> entry.string("type").equals("note"))
                        .map(JournalEntry::reference))
                .containsExactlyInAnyOrderElementsOf(acknowledged);
    }
}
