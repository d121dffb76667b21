package dev.lockkeeper.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.testing.Owned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillFileTest {

    private static final Caller ALICE = LimitSetting.ALICE;
    private static final Caller BOB = LimitSetting.BOB;
    private static final Action READ = LimitSetting.call("files", "read", JsonObject.EMPTY);
    private static final Action LIST = new Listing("files", Listing.Kind.TOOLS, JsonObject.EMPTY);
    private static final Action TOLD = new UpstreamNotice("files", "notifications/message", JsonObject.EMPTY);

    @TempDir
    private Path home;

    private Path file = Path.of("kill.json");
    private KillFile running = new KillFile(file);

    @BeforeEach
    void start() {
        file = home.resolve("kill.json");
        running = new KillFile(home);
    }

    private static Kill kill(String caller, String server, String tool) {
        return new Kill(caller, server, tool, "a test", "os:me", Instant.parse("2026-11-21T10:00:00Z"));
    }

    /** As another process would. */
    private KillFile elsewhere() {
        return new KillFile(home);
    }

    private boolean stopped(Caller caller, Action action) {
        return running.stops(caller, action).isPresent();
    }

    @Test
    void without_a_file_nothing_is_stopped() throws Exception {
        assertThat(stopped(ALICE, READ)).isFalse();
        assertThat(running.list()).isEmpty();
    }

    @Test
    void a_file_whose_mode_was_mended_counts_again() throws Exception {
        elsewhere().add(kill("bob", "", ""));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(stopped(ALICE, READ)).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(stopped(ALICE, READ)).isFalse();
        assertThat(stopped(BOB, READ)).isTrue();
    }

    @Test
    void everything_is_stopped_from_the_next_message_on_and_goes_on_again() throws Exception {
        assertThat(stopped(ALICE, READ)).isFalse();
        elsewhere().add(kill("", "", ""));
        assertThat(stopped(ALICE, READ)).isTrue();
        assertThat(stopped(BOB, TOLD)).isTrue();
        assertThat(elsewhere().remove(kill("", "", ""))).isTrue();
        assertThat(stopped(ALICE, READ)).isFalse();
        assertThat(elsewhere().remove(kill("", "", ""))).isFalse();
    }

    @Test
    void a_caller_a_server_or_a_tool_is_stopped_and_nothing_else() throws Exception {
        elsewhere().add(kill("alice", "", ""));
        assertThat(stopped(ALICE, READ)).isTrue();
        assertThat(stopped(BOB, READ)).isFalse();
        elsewhere().clear();
        elsewhere().add(kill("os:alice", "", ""));
        assertThat(stopped(ALICE, READ)).isFalse();
        elsewhere().add(kill("token:bob", "", ""));
        assertThat(stopped(BOB, LIST)).isTrue();
        elsewhere().clear();
        elsewhere().add(kill("", "files", "read"));
        assertThat(stopped(ALICE, READ)).isTrue();
        assertThat(stopped(ALICE, LIST)).isFalse();
        assertThat(stopped(ALICE, LimitSetting.call("mail", "read", JsonObject.EMPTY)))
                .isFalse();
        elsewhere().add(kill("", "mail", ""));
        assertThat(stopped(ALICE, LimitSetting.call("mail", "send", JsonObject.EMPTY)))
                .isTrue();
        assertThat(stopped(BOB, TOLD)).isFalse();
    }

    @Test
    void who_and_why_is_told_to_whoever_asks_the_file() throws Exception {
        elsewhere().add(kill("alice", "", ""));
        elsewhere().add(kill("", "files", "read"));
        elsewhere().add(kill("alice", "", ""));
        assertThat(running.list())
                .extracting(Kill::toString)
                .containsExactly(
                        "tool read server files, stopped by os:me at 2026-11-21T10:00:00Z: a test",
                        "caller alice, stopped by os:me at 2026-11-21T10:00:00Z: a test");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"stopped\":{}}",
                "{\"stopped\":[7]}",
                "{\"stopped\":[],\"more\":1}",
                "{\"stopped\":[{\"caller\":\"a\"}]}",
                "{\"stopped\":[{\"caller\":\"\",\"server\":\"\",\"tool\":\"\",\"because\":\"\",\"by\":\"\",\"at\":\"now\"}]}",
                "{\"stopped\":[{\"caller\":1,\"server\":\"\",\"tool\":\"\",\"because\":\"\",\"by\":\"\",\"at\":\"\"}]}",
                "{\"stopped\":[]}trailing"
            })
    void a_damaged_file_stops_everything(String text) throws Exception {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(stopped(ALICE, READ)).isTrue();
        assertThat(stopped(BOB, TOLD)).isTrue();
        assertThatThrownBy(() -> elsewhere().add(kill("x", "", ""))).isInstanceOf(IOException.class);
        assertThat(stopped(ALICE, READ)).isTrue();
        elsewhere().clear();
        assertThat(stopped(ALICE, READ)).isFalse();
    }

    @Test
    void a_file_that_others_can_write_stops_everything() throws Exception {
        elsewhere().clear();
        assertThat(stopped(ALICE, READ)).isFalse();
        Files.writeString(file, "{\"stopped\": []}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThat(stopped(ALICE, READ)).isTrue();
    }

    @Test
    void a_file_of_another_user_stops_everything() throws Exception {
        elsewhere().clear();
        assertThat(stopped(ALICE, READ)).isFalse();
        Path planted = Files.writeString(home.resolve("planted"), "{\"stopped\":[]}\n");
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rw-------"));
        Owned.byNobody(planted);
        Files.move(planted, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(stopped(ALICE, READ)).isTrue();
        assertThatThrownBy(() -> running.list()).hasMessageContaining("another user");
        assertThatThrownBy(() -> elsewhere().add(kill("x", "", ""))).isInstanceOf(IOException.class);
        elsewhere().clear();
        assertThat(stopped(ALICE, READ)).isFalse();
    }

    @Test
    void a_file_that_is_none_or_that_is_gone_stops_everything() throws Exception {
        elsewhere().clear();
        assertThat(stopped(ALICE, READ)).isFalse();
        Files.delete(file);
        assertThat(stopped(ALICE, READ)).isTrue();
        Files.createDirectory(file);
        assertThat(stopped(ALICE, READ)).isTrue();
        Files.delete(file);
        Files.createSymbolicLink(file, file);
        assertThat(stopped(ALICE, READ)).isTrue();
        Files.delete(file);
        elsewhere().clear();
        assertThat(stopped(ALICE, READ)).isFalse();
    }

    @Test
    void while_many_write_every_reader_sees_a_whole_file_and_no_entry_is_lost() throws Exception {
        elsewhere().clear();
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> reader = threads.submit(() -> {
                boolean whole = true;
                while (!done.get()) {
                    // Nobody stops bob; only a file that cannot be read would.
                    whole &= running.stops(BOB, READ).isEmpty();
                }
                return whole;
            });
            KillFile shared = elsewhere();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                writers.add(threads.submit(() -> {
                    shared.add(kill("caller" + number, "", ""));
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            assertThat(reader.get()).isTrue();
        }
        assertThat(running.list()).hasSize(20);
    }
}
