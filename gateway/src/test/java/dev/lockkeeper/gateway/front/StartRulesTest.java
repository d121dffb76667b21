package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartRulesTest {

    private static HttpSettings settings(java.util.function.Consumer<Entrance.Settings> change) {
        var settings = new Entrance.Settings();
        change.accept(settings);
        return settings.build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void beyond_loopback_authentication_is_demanded(String host) {
        assertThatThrownBy(() -> StartRules.check(
                        settings(settings -> {
                            settings.host = host;
                            settings.behindProxy = true;
                        }),
                        false))
                .isInstanceOf(EntranceRefused.class)
                .hasMessageContaining("needs authentication");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void the_entrance_itself_does_not_start_beyond_loopback_without_authentication(String host) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (var entrance = new Entrance(settings -> settings)) {
            HttpSettings open = settings(settings -> {
                settings.host = host;
                settings.port = port;
                settings.behindProxy = true;
            });
            assertThatThrownBy(() -> HttpEntrance.start(
                                    open,
                                    entrance.conversations,
                                    null,
                                    new dev.lockkeeper.mcp.MessageReader(dev.lockkeeper.json.JsonLimits.DEFAULT),
                                    entrance.decider)
                            .close())
                    .isInstanceOf(EntranceRefused.class)
                    .hasMessageContaining("needs authentication");
            // Nothing listens there.
            try (var same = new ServerSocket(port)) {
                assertThat(same.isBound()).isTrue();
            }
        }
    }

    @Test
    void beyond_loopback_tls_is_demanded_unless_a_proxy_is_named() {
        assertThatThrownBy(() -> StartRules.check(settings(settings -> settings.host = "0.0.0.0"), true))
                .isInstanceOf(EntranceRefused.class)
                .hasMessageContaining("needs TLS");
        assertThatCode(() -> StartRules.check(
                        settings(settings -> {
                            settings.host = "0.0.0.0";
                            settings.behindProxy = true;
                        }),
                        true))
                .doesNotThrowAnyException();
        assertThatCode(() -> StartRules.check(
                        settings(settings -> {
                            settings.host = "0.0.0.0";
                            settings.tls = new TlsSettings(Path.of("c"), Path.of("k"), null);
                        }),
                        true))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.example", "", "a b", "a:0", "a:99999", "http://a", "a/b", "a."})
    void a_wildcard_or_anything_else_that_is_no_host_refuses_to_start(String host) {
        assertThatThrownBy(() -> StartRules.check(settings(settings -> settings.hosts = List.of(host)), true))
                .isInstanceOf(EntranceRefused.class)
                .hasMessageContaining("allowed hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "app.example", "https://App.example", "https://app.example/", "file://x"})
    void what_is_no_origin_refuses_to_start(String origin) {
        assertThatThrownBy(() -> StartRules.check(settings(settings -> settings.origins = List.of(origin)), true))
                .isInstanceOf(EntranceRefused.class)
                .hasMessageContaining("allowed origins");
    }

    @Test
    void an_address_that_is_taken_refuses_to_start() throws Exception {
        try (var first = HealthServer.start("127.0.0.1", 0, java.util.Map.of())) {
            assertThatThrownBy(() -> HealthServer.start("127.0.0.1", first.port(), java.util.Map.of()))
                    .isInstanceOf(EntranceRefused.class)
                    .hasMessageContaining("taken");
        }
    }

    @Test
    void the_defaults_are_safe() throws Exception {
        HttpSettings settings = HttpSettings.DEFAULT;
        assertThat(settings.port())
                .as("the port of listen in the configuration")
                .isEqualTo(7777);
        assertThat(StartRules.loopback(settings.host())).isTrue();
        assertThat(settings.allowedOrigins()).isEmpty();
        assertThat(settings.allowedHosts()).isEmpty();
        assertThat(settings.plaintextBehindProxy()).isFalse();
        StartRules.check(settings, false);
    }

    @Test
    void on_loopback_without_authentication_anyone_is_one_caller() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            var open = HttpEntrance.start(
                    settings(settings -> {}),
                    entrance.conversations,
                    null,
                    new dev.lockkeeper.mcp.MessageReader(dev.lockkeeper.json.JsonLimits.DEFAULT),
                    entrance.decider);
            try (open) {
                Wanted wanted = entrance.modern().header("Authorization");
                assertThat(Raw.exchange(open.port(), wanted.text(open.port())).status())
                        .isEqualTo(200);
                assertThat(entrance.conversations.handled).containsExactly("loopback:anyone files tools/list");
            }
        }
    }
}
