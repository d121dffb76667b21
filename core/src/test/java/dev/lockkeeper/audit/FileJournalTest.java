package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.audit.Verification.Status;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

    private static final Executor DELAYED = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);

    @TempDir
    Path parent;

    private Path directory() {
        return parent.resolve("journal");
    }

    @Test
    void records_read_back_as_written_and_verify_on_a_copy_without_secret_keys() throws Exception {
        String reference;
        try (var journal = Journals.open(directory())) {
            reference = journal.append(
                    "decision", JsonObject.EMPTY.with("z", "last").with("a", JsonNumber.of(1)), Durability.ON_DISK);
        }
        assertThat(reference).isEqualTo("strand-0/2");
        assertThat(Journals.entries(directory()).getLast().record().text())
                .matches("\\{\"seq\":2,\"time\":\"[^\"]+Z\",\"type\":\"decision\",\"a\":1,\"z\":\"last\","
                        + "\"prev\":\"[0-9a-f]{64}\",\"hash\":\"[0-9a-f]{64}\"}");
        Verification verified = JournalVerifier.verify(Journals.copy(directory(), parent.resolve("copy")));
        assertThat(verified.status()).isEqualTo(Status.VERIFIED);
        assertThat(verified.records()).isEqualTo(2);
    }

    @Test
    void a_third_party_verifies_a_record_with_sha256_alone() throws Exception {
        Journals.small(directory());
        String line =
                Files.readAllLines(directory().resolve("strand-0/000001.jsonl")).get(1);
        String prev = line.replaceAll(".*\"prev\":\"([0-9a-f]{64})\".*", "$1");
        String hash = line.replaceAll(".*\"hash\":\"([0-9a-f]{64})\"}", "$1");
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(HexFormat.of().parseHex(prev));
        sha256.update(line.replaceAll(",\"hash\":\"[0-9a-f]{64}\"}$", "}").getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(hash);
    }

    @Test
    void many_virtual_threads_make_one_chain_and_every_reference_is_found() throws Exception {
        Set<String> given = ConcurrentHashMap.newKeySet();
        try (var journal = Journals.open(directory(), 1 << 18, DELAYED);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 64; t++) {
                int thread = t;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        given.add(journal.append(
                                "note",
                                JsonObject.EMPTY.with("thread", JsonNumber.of(thread)),
                                i % 20 == 0 ? Durability.ON_DISK : Durability.WRITTEN));
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(given).hasSize(64 * 200);
        assertThat(JournalVerifier.verify(directory()).findings()).isEmpty();
        Set<String> found = Journals.entries(directory()).stream()
                .map(JournalEntry::reference)
                .collect(Collectors.toSet());
        assertThat(found).containsAll(given);
    }

    @Test
    void each_writer_has_its_own_strand_and_a_free_one_is_continued() throws Exception {
        try (var one = Journals.open(directory());
                var two = Journals.open(directory())) {
            assertThat(one.append("note", JsonObject.EMPTY, Durability.WRITTEN)).startsWith("strand-0/");
            assertThat(two.append("note", JsonObject.EMPTY, Durability.WRITTEN)).startsWith("strand-1/");
        }
        try (var again = Journals.open(directory())) {
            assertThat(again.append("note", JsonObject.EMPTY, Durability.WRITTEN))
                    .isEqualTo("strand-0/4");
        }
        assertThat(JournalVerifier.verify(directory()).findings()).isEmpty();
    }

    @Test
    void segments_are_finished_by_size_and_signed() throws Exception {
        Journals.small(directory());
        assertThat(Layout.segments(directory().resolve("strand-0"))).hasSizeGreaterThan(2);
        assertThat(directory().resolve("strand-0/000001.closed.json")).exists();
        assertThat(JournalVerifier.verify(directory()).status()).isEqualTo(Status.VERIFIED);
    }

    @Test
    void files_are_for_the_owner_only_and_a_key_open_to_others_is_refused() throws Exception {
        Journals.small(directory());
        assertThat(mode(directory())).isEqualTo("rwx------");
        for (String file : List.of("signing.key", "redaction.key", "strand-0/000001.jsonl", "strand-0/head.json")) {
            assertThat(mode(directory().resolve(file))).as(file).isEqualTo("rw-------");
        }
        Files.setPosixFilePermissions(directory().resolve("signing.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Journals.open(directory()))
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void writers_that_start_together_agree_on_the_keys() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<FileJournal>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> Journals.open(directory())));
            }
            for (Future<FileJournal> one : all) {
                one.get().close();
            }
        }
        Verification verified = JournalVerifier.verify(directory());
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.strands()).isNotEmpty();
    }

    @Test
    void an_interrupted_caller_gets_its_reference_and_stays_interrupted() throws Exception {
        try (var journal = Journals.open(directory(), 1 << 20, DELAYED);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = new CountDownLatch(1);
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    for (int n = 0; n < 50; n++) {
                        Thread.currentThread().interrupt();
                        journal.append("note", JsonObject.EMPTY, n == 0 ? Durability.ON_DISK : Durability.WRITTEN);
                        if (!Thread.interrupted()) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            start.countDown();
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(JournalVerifier.verify(directory()).findings()).isEmpty();
        assertThat(Journals.types(directory()).stream().filter("note"::equals)).hasSize(64 * 50);
    }

    @Test
    void a_head_that_lags_leaves_records_unsigned_and_verify_says_so() throws Exception {
        List<Runnable> postponed = new ArrayList<>();
        Executor never = postponed::add;
        try (var journal = Journals.open(directory(), 1 << 20, never)) {
            journal.append("note", JsonObject.EMPTY, Durability.ON_DISK);
            journal.append("note", JsonObject.EMPTY, Durability.ON_DISK);
            assertThat(postponed).hasSize(1);
            Verification early = JournalVerifier.verify(directory());
            assertThat(early.findings()).isEmpty();
            assertThat(early.notes()).anyMatch(note -> note.contains("the last 2 records are not signed yet"));
            postponed.forEach(Runnable::run);
            assertThat(JournalVerifier.verify(directory()).notes()).isEmpty();
        }
    }

    @Test
    void a_body_that_imitates_the_envelope_is_refused() throws Exception {
        try (var journal = Journals.open(directory())) {
            for (String name : RecordLine.RESERVED) {
                assertThatThrownBy(() -> journal.append("note", JsonObject.EMPTY.with(name, "x"), Durability.WRITTEN))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> journal.append("No\"te", JsonObject.EMPTY, Durability.WRITTEN))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_closed_journal_takes_nothing() throws Exception {
        var journal = Journals.open(directory());
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.append("note", JsonObject.EMPTY, Durability.WRITTEN))
                .isInstanceOf(JournalUnavailable.class);
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(Objects.requireNonNull(path)));
    }
}
