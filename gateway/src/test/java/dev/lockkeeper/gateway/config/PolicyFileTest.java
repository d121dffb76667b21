package dev.lockkeeper.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {

    private static final String GOOD = "version: 1\nservers: {a: {run: x, allow: [one]}}\n";
    private static final String OTHER = "version: 1\nservers: {b: {run: x, allow: [two]}}\n";
    private static final String BROKEN = "version: 1\nserves: {}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static boolean any(LoadedPolicy loaded) {
        return !loaded.policy().version().isEmpty();
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("lockkeeper.yaml"), text);
    }

    @Test
    void a_changed_file_takes_effect_as_a_whole() throws Exception {
        PolicyFile file = PolicyFile.open(write(GOOD));
        LoadedPolicy before = file.current();
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isEqualTo(Reload.Unchanged.UNCHANGED);
        write(OTHER);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isInstanceOf(Reload.Replaced.class);
        assertThat(file.current().settings().servers()).containsOnlyKeys("b");
        assertThat(file.current().policy().version())
                .isNotEqualTo(before.policy().version());
        assertThat(before.settings().servers()).containsOnlyKeys("a");
    }

    @Test
    void what_is_not_accepted_is_offered_again_until_it_is() throws Exception {
        PolicyFile file = PolicyFile.open(write(GOOD));
        LoadedPolicy before = file.current();
        write(OTHER);
        assertThat(file.reloadIfChanged(loaded -> false)).isEqualTo(new Reload.Deferred(before));
        assertThatThrownBy(() -> file.reloadIfChanged(loaded -> {
                    throw new IllegalStateException("not now");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file.current()).isSameAs(before);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isInstanceOf(Reload.Replaced.class);
        assertThat(file.current().settings().servers()).containsOnlyKeys("b");
    }

    @Test
    void keys_that_wait_for_a_restart_are_named() throws Exception {
        Settings started = PolicyFile.open(write(GOOD)).current().settings();
        write(GOOD + "mode: shadow\nlimits: {arguments: {members: 3}}\n");
        assertThat(PolicyFile.open(directory.resolve("lockkeeper.yaml"))
                        .current()
                        .settings()
                        .needRestart(started))
                .isEmpty();
        write(GOOD + "listen: {port: 1}\njournal: {directory: j}\nlimits: {json: {depth: 3}, sessions: {total: 3}}\n");
        assertThat(PolicyFile.open(directory.resolve("lockkeeper.yaml"))
                        .current()
                        .settings()
                        .needRestart(started))
                .containsExactly("listen", "journal", "limits.json", "limits.sessions");
    }

    @Test
    void a_broken_file_keeps_the_last_good_policy_and_is_told_once() throws Exception {
        PolicyFile file = PolicyFile.open(write(GOOD));
        LoadedPolicy good = file.current();
        write(BROKEN);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isInstanceOfSatisfying(Reload.Broken.class, broken -> {
            assertThat(broken.kept()).isSameAs(good);
            assertThat(broken.why()).hasMessageContaining("lockkeeper.yaml:2:1: Unknown key");
        });
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isEqualTo(Reload.Unchanged.UNCHANGED);
        assertThat(file.current()).isSameAs(good);
        write(GOOD);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isEqualTo(Reload.Unchanged.UNCHANGED);
        write(BROKEN);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isInstanceOf(Reload.Broken.class);
    }

    @Test
    void a_file_that_went_away_keeps_the_last_good_policy() throws Exception {
        Path path = write(GOOD);
        PolicyFile file = PolicyFile.open(path);
        LoadedPolicy good = file.current();
        Files.delete(path);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isInstanceOf(Reload.Unreadable.class);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isEqualTo(Reload.Unchanged.UNCHANGED);
        assertThat(file.current()).isSameAs(good);
        write(OTHER);
        assertThat(file.reloadIfChanged(PolicyFileTest::any)).isInstanceOf(Reload.Replaced.class);
    }

    @Test
    void a_file_that_is_broken_from_the_start_is_not_opened() throws Exception {
        Path broken = write(BROKEN);
        assertThatThrownBy(() -> PolicyFile.open(broken)).isInstanceOf(YamlInvalid.class);
        assertThatThrownBy(() -> PolicyFile.open(directory.resolve("absent.yaml")))
                .isInstanceOf(YamlInvalid.class)
                .hasMessage("absent.yaml: The file cannot be read; check that it is there and readable.");
    }

    @Test
    void a_watch_sees_a_file_that_an_editor_replaces() throws Exception {
        Path path = write(GOOD);
        PolicyFile file = PolicyFile.open(path);
        var told = new ConcurrentLinkedQueue<Reload>();
        try (PolicyWatch _ = file.watch(PolicyFileTest::any, told::add)) {
            Path draft = Files.writeString(directory.resolve(".lockkeeper.yaml.swp"), OTHER);
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> file.current().settings().servers().keySet().equals(Set.of("b")));
            write(BROKEN);
            await().until(() -> told.stream().anyMatch(reload -> reload instanceof Reload.Broken));
            write(GOOD);
            await().until(() -> file.current().settings().servers().keySet().equals(Set.of("a")));
        }
        assertThat(told.stream().filter(reload -> reload instanceof Reload.Replaced))
                .hasSize(2);
    }

    @Test
    void a_watch_sees_a_link_that_gets_another_target() throws Exception {
        // As Kubernetes mounts a ConfigMap: file -> ..data/file, and ..data -> a directory for each version.
        Path first = Files.createDirectory(directory.resolve("..1"));
        Path second = Files.createDirectory(directory.resolve("..2"));
        Files.writeString(first.resolve("lockkeeper.yaml"), GOOD);
        Files.writeString(second.resolve("lockkeeper.yaml"), OTHER);
        Path data = Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Path path =
                Files.createSymbolicLink(directory.resolve("lockkeeper.yaml"), Path.of("..data", "lockkeeper.yaml"));
        PolicyFile file = PolicyFile.open(path);
        try (PolicyWatch _ = file.watch(PolicyFileTest::any, reload -> {})) {
            Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> file.current().settings().servers().keySet().equals(Set.of("b")));
        }
    }

    @Test
    void a_watch_sees_a_change_that_no_event_tells_of() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("policy.yaml"), GOOD);
        Path inside = Files.createDirectory(directory.resolve("inside"));
        PolicyFile file = PolicyFile.open(Files.createSymbolicLink(inside.resolve("lockkeeper.yaml"), target));
        try (PolicyWatch _ = file.watch(PolicyFileTest::any, reload -> {})) {
            Files.writeString(target, OTHER);
            await().until(() -> file.current().settings().servers().keySet().equals(Set.of("b")));
        }
    }

    @Test
    void a_listener_that_throws_does_not_end_the_watch() throws Exception {
        PolicyFile file = PolicyFile.open(write(GOOD));
        try (PolicyWatch _ = file.watch(PolicyFileTest::any, reload -> {
            throw new IllegalStateException("listener");
        })) {
            write(OTHER);
            await().until(() -> file.current().settings().servers().keySet().equals(Set.of("b")));
            write(GOOD);
            await().until(() -> file.current().settings().servers().keySet().equals(Set.of("a")));
        }
        assertThat(List.of(file.reloadIfChanged(PolicyFileTest::any))).containsExactly(Reload.Unchanged.UNCHANGED);
    }
}
