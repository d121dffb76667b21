package dev.lockkeeper.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.upstream.Transport;
import dev.lockkeeper.guard.limit.CallLimits;
import dev.lockkeeper.guard.limit.CircuitLimits;
import dev.lockkeeper.guard.limit.LimitRule;
import dev.lockkeeper.guard.limit.LoopLimits;
import dev.lockkeeper.guard.limit.Per;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.policy.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A default that changes changes what people run; it is changed here too, or not at all. */
class SettingsDefaultsTest {

    private static Settings load(String text) throws Exception {
        return LoadedPolicy.of("f", text.getBytes(StandardCharsets.UTF_8)).settings();
    }

    @Test
    void the_file_without_keys_permits_nothing_and_enforces() throws Exception {
        Settings settings = load("version: 1");
        assertThat(settings.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(settings.servers()).isEmpty();
        assertThat(settings.groups()).isEmpty();
        assertThat(settings.allow()).isEmpty();
        assertThat(settings.ask()).isEmpty();
        assertThat(settings.deny()).isEmpty();
    }

    @Test
    void the_entrance_is_on_loopback() throws Exception {
        assertThat(load("version: 1").listen())
                .isEqualTo(new ListenSettings(
                        "127.0.0.1",
                        7777,
                        "127.0.0.1",
                        7778,
                        List.of(),
                        List.of(),
                        false,
                        null,
                        new ListenLimits(
                                4 << 20,
                                16 << 10,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(1),
                                1024,
                                0,
                                256,
                                64,
                                16)));
    }

    @Test
    void tls_has_no_client_authority() throws Exception {
        assertThat(load("version: 1\nlisten: {tls: {certificate: c, key: k}}")
                        .listen()
                        .tls())
                .isEqualTo(new TlsFiles("c", "k", null, java.util.Map.of()));
    }

    @Test
    void the_journal_has_segments_of_32_mebibytes() throws Exception {
        assertThat(load("version: 1").journal())
                .isEqualTo(new JournalFileSettings(null, 32L << 20, List.of(), List.of(), List.of()));
    }

    @Test
    void limits_are_those_of_the_engine() throws Exception {
        LimitSettings limits = load("version: 1").limits();
        assertThat(limits.json().limits()).isEqualTo(JsonLimits.DEFAULT);
        assertThat(limits.json()).isEqualTo(new JsonBounds(4 << 20, 64, 2 << 20, 1024, 512, 9_999, 100_000, 10_000));
        assertThat(limits.arguments())
                .isEqualTo(new ArgumentBounds(100_000, 1_000, 256, -9_007_199_254_740_991L, 9_007_199_254_740_991L));
        assertThat(limits.sessions()).isEqualTo(new SessionBounds(1000, 50, Duration.ofHours(1)));
    }

    @Test
    void calls_are_limited_though_nothing_says_so() throws Exception {
        assertThat(load("version: 1").limits().calls()).isEqualTo(CallLimits.DEFAULT);
        assertThat(CallLimits.BUILT_IN)
                .containsExactly(
                        LimitRule.of(Per.CALLER)
                                .withRate("600/1m")
                                .withConcurrency(32)
                                .withBytes("64Mi/1m", "256Mi/1m")
                                .withDay(100_000, 16L << 30),
                        LimitRule.of(Per.TASK).withCalls(20_000),
                        LimitRule.of(Per.TOOL).withConcurrency(16),
                        LimitRule.of(Per.SERVER).withRate("6000/1m").withConcurrency(128),
                        LimitRule.of(Per.ALL).withRate("30000/1m").withConcurrency(512));
        assertThat(CallLimits.DEFAULT.loops()).isEqualTo(new LoopLimits(Duration.ofSeconds(60), 20, 120, 12, 200, 40));
        assertThat(CallLimits.DEFAULT.circuit())
                .isEqualTo(new CircuitLimits(5, Duration.ofSeconds(1), Duration.ofSeconds(30)));
    }

    @Test
    void a_server_gets_no_environment_and_may_ask_nothing() throws Exception {
        ServerSettings server = java.util.Objects.requireNonNull(
                load("version: 1\nservers: {a: {run: npx  -y x}}").servers().get("a"));
        assertThat(server.connection())
                .isEqualTo(new ConnectionSettings(
                        List.of("npx", "-y", "x"),
                        Map.of(),
                        List.of(),
                        null,
                        null,
                        Map.of(),
                        Protocol.AUTO,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10),
                        Transport.AUTO));
        assertThat(server.connection().remote()).isFalse();
        assertThat(server.rules().mode()).isNull();
        assertThat(server.rules().allow()).isEmpty();
        assertThat(server.rules().ask()).isEmpty();
        assertThat(server.rules().deny()).isEmpty();
        assertThat(server.rules().readOnly()).isEmpty();
        assertThat(server.rules().open()).isEmpty();
        assertThat(server.rules().clientRequests()).isEmpty();
    }

    @Test
    void connections_print_no_secrets() throws Exception {
        ServerSettings server = load("version: 1\nservers: {a: {run: [x, --token=abc], env: {A: abc}}}")
                .servers()
                .get("a");
        assertThat(String.valueOf(server)).doesNotContain("abc");
    }

    @Test
    void headers_name_a_variable_instead_of_holding_a_secret() {
        HeaderReference reference = HeaderReference.of("Bearer env:TOKEN").orElseThrow();
        assertThat(reference.resolve(Map.of("TOKEN", "abc")::get)).contains("Bearer abc");
        assertThat(reference.resolve(Map.of("TOKEN", "")::get)).isEmpty();
        assertThat(reference.resolve(name -> null)).isEmpty();
        assertThat(HeaderReference.of("env:A B")).isEmpty();
        assertThat(HeaderReference.of("Bearer x env:A")).isEmpty();
        assertThat(HeaderReference.of("plain")).isEmpty();
    }
}
