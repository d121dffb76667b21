package dev.lockkeeper.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    Path home;

    @SuppressWarnings("NullAway.Init")
    TokenStore store;

    @BeforeEach
    void makeStore() {
        home = directory.resolve("home");
        store = at(NOW);
    }

    private TokenStore at(Instant now) {
        return new TokenStore(home, Clock.fixed(now, ZoneOffset.UTC));
    }

    private String file() throws Exception {
        return Files.readString(home.resolve("tokens.json"));
    }

    private void mode(String mode) throws Exception {
        Files.setPosixFilePermissions(home.resolve("tokens.json"), PosixFilePermissions.fromString(mode));
    }

    @Test
    void a_token_is_recognised_and_its_text_is_kept_nowhere() throws Exception {
        String token = store.create("alice", null).exposeToOwner();
        assertThat(token).matches("lk_[A-Za-z0-9_-]{49}");
        assertThat(store.owner(token)).contains("alice");
        try (var files = Files.list(home)) {
            for (Path path : files.toList()) {
                assertThat(Files.readString(path)).doesNotContain(token, token.substring(3, 46));
            }
        }
        assertThat(file())
                .matches("\\{\"tokens\":\\[\\{\"name\":\"alice\",\"digest\":\"[0-9a-f]{64}\","
                        + "\"created\":\"2026-11-20T12:00:00Z\"}]}\n");
    }

    @Test
    void tokens_and_credentials_do_not_print() throws Exception {
        BearerToken token = store.create("alice", null);
        assertThat(token.toString()).isEqualTo("BearerToken[hidden]");
        assertThat(new Credentials("Bearer " + token.exposeToOwner(), null).toString())
                .isEqualTo("Credentials[hidden]");
        assertThat(store.list().toString()).doesNotContain(token.exposeToOwner());
    }

    @Test
    void file_and_home_belong_to_the_owner_alone() throws Exception {
        store.create("alice", null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("tokens.json"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void a_file_that_others_can_touch_lets_nobody_in_and_is_not_changed(String mode) throws Exception {
        String token = store.create("alice", null).exposeToOwner();
        mode(mode);
        assertThat(store.owner(token)).isEmpty();
        assertThatThrownBy(() -> store.list())
                .isInstanceOf(TokensRefused.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(home.toString());
        assertThatThrownBy(() -> store.create("bob", null)).isInstanceOf(TokensRefused.class);
        mode("rw-------");
        assertThat(store.owner(token)).contains("alice");
    }

    @Test
    void revoking_in_another_process_takes_effect_at_the_next_request() throws Exception {
        String alice = store.create("alice", null).exposeToOwner();
        String bob = store.create("bob", null).exposeToOwner();
        var running = at(NOW);
        assertThat(running.owner(alice)).contains("alice");
        store.revoke("alice");
        assertThat(running.owner(alice)).isEmpty();
        assertThat(running.owner(bob)).contains("bob");
        String again = store.create("alice", null).exposeToOwner();
        assertThat(running.owner(again)).contains("alice");
        assertThat(running.owner(alice)).isEmpty();
    }

    @Test
    void a_file_that_is_taken_away_lets_nobody_in() throws Exception {
        String token = store.create("alice", null).exposeToOwner();
        assertThat(store.owner(token)).contains("alice");
        Files.delete(home.resolve("tokens.json"));
        assertThat(store.owner(token)).isEmpty();
    }

    @Test
    void a_token_past_its_time_lets_nobody_in() throws Exception {
        String token = store.create("alice", Duration.ofDays(90)).exposeToOwner();
        assertThat(at(NOW.plus(Duration.ofDays(90)).minusMillis(1)).owner(token))
                .contains("alice");
        assertThat(at(NOW.plus(Duration.ofDays(90))).owner(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"tokens\":{}}",
                "{\"tokens\":[1]}",
                "{\"tokens\":[],\"more\":1}",
                "{\"tokens\":[{\"name\":\"a\"}]}",
                "{\"tokens\":[{\"name\":\"a\",\"digest\":\"00\",\"created\":\"2026-11-20T12:00:00Z\"}]}",
                "{\"tokens\":[],\"tokens\":[]}"
            })
    void a_file_that_is_not_understood_lets_nobody_in(String text) throws Exception {
        String token = store.create("alice", null).exposeToOwner();
        Files.writeString(home.resolve("tokens.json"), text);
        assertThat(store.owner(token)).isEmpty();
        assertThatThrownBy(() -> store.list()).isInstanceOf(TokensRefused.class);
        assertThatThrownBy(() -> store.create("bob", null)).isInstanceOf(TokensRefused.class);
        assertThat(file()).isEqualTo(text);
    }

    @Test
    void two_entries_of_one_name_are_refused() throws Exception {
        store.create("alice", null);
        String entry = file().substring(11, file().length() - 3);
        Files.writeString(home.resolve("tokens.json"), "{\"tokens\":[" + entry + "," + entry + "]}");
        assertThatThrownBy(() -> store.list()).isInstanceOf(TokensRefused.class).hasMessageContaining("two entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "a b", "-a", "../a", "a\n", "ünal", "a:b"})
    void a_name_that_could_be_mistaken_is_refused(String name) {
        assertThatThrownBy(() -> store.create(name, null)).isInstanceOf(TokensRefused.class);
        assertThat(home).doesNotExist();
    }

    @Test
    void a_name_has_one_token() throws Exception {
        store.create("alice", null);
        assertThatThrownBy(() -> store.create("alice", null))
                .isInstanceOf(TokensRefused.class)
                .hasMessageContaining("revoke");
        assertThatThrownBy(() -> store.revoke("bob")).isInstanceOf(TokensRefused.class);
    }

    @Test
    void a_mistyped_token_is_found_out_by_its_checksum() throws Exception {
        String token = store.create("alice", null).exposeToOwner();
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'x' ? 'y' : 'x';
            String wrong = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(BearerToken.parse(wrong)).as("position %d", i).isEmpty();
            assertThat(store.owner(wrong)).isEmpty();
        }
        assertThat(store.owner(token + "x")).isEmpty();
        assertThat(store.owner("")).isEmpty();
    }

    @Test
    void many_threads_can_make_tokens_at_once() throws Exception {
        List<Thread> threads = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    try {
                        store.create("caller-" + i, null);
                    } catch (TokensRefused e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(store.list()).hasSize(8);
    }

    @Test
    void a_bearer_is_the_caller_of_its_token_with_the_groups_of_its_name() throws Exception {
        String token = store.create("alice", null).exposeToOwner();
        var authenticator = new BearerAuthenticator(store, name -> Set.of("team-" + name));
        assertThat(authenticator.authenticate(new Credentials("Bearer " + token, null)))
                .contains(new Caller("alice", "token", Set.of("team-alice")));
        assertThat(authenticator.authenticate(new Credentials("Bearer  " + token, null)))
                .isEmpty();
        assertThat(authenticator.authenticate(new Credentials(token, null))).isEmpty();
        assertThat(authenticator.authenticate(new Credentials(null, "CN=alice")))
                .isEmpty();
    }

    @Test
    void the_user_of_this_process_is_the_caller_of_standard_input() {
        Caller caller = OperatingSystemCaller.current(name -> Set.of("local"));
        assertThat(caller.scheme()).isEqualTo("os");
        assertThat(caller.name()).isEqualTo(System.getProperty("user.name"));
        assertThat(caller.groups()).containsExactly("local");
    }
}
