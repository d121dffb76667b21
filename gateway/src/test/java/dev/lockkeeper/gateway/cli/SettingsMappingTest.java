package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.audit.RedactionRules;
import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.gateway.config.Settings;
import dev.lockkeeper.gateway.front.HttpSettings;
import dev.lockkeeper.gateway.front.TlsSettings;
import dev.lockkeeper.gateway.session.SessionSettings;
import dev.lockkeeper.guard.schema.ValueBounds;
import dev.lockkeeper.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every key has a value of its own here, so that two that are exchanged on the way are noticed. */
class SettingsMappingTest {

    private static final Path FILE = Path.of("/etc/lockkeeper/lockkeeper.yaml");

    private static Settings settings(String text) throws Exception {
        return LoadedPolicy.of("f", ("version: 1\n" + text).getBytes(StandardCharsets.UTF_8))
                .settings();
    }

    @Test
    void every_key_of_listen_reaches_the_entrance() throws Exception {
        Settings settings = settings("""
                listen:
                  host: 127.0.0.2
                  port: 1001
                  health-host: 127.0.0.3
                  health-port: 1002
                  allowed-hosts: [one.example]
                  allowed-origins: ["https://two.example"]
                  plaintext-behind-proxy: true
                  tls: {certificate: c.pem, key: k.pem, client-ca: ca.pem}
                  limits:
                    body-bytes: 2001
                    header-bytes: 2002
                    header-time: 11s
                    body-time: 12s
                    write-time: 13s
                    idle-time: 14s
                    keep-alive: 15s
                    stream-after: 16s
                    connections: 2003
                    connections-per-address: 2004
                    requests: 2005
                    requests-per-caller: 2006
                    streams-per-caller: 2007
                """);
        assertThat(HttpGateway.settings(settings.listen(), FILE))
                .isEqualTo(new HttpSettings(
                        "127.0.0.2",
                        1001,
                        List.of("one.example"),
                        List.of("https://two.example"),
                        true,
                        new TlsSettings(
                                FILE.resolveSibling("c.pem"),
                                FILE.resolveSibling("k.pem"),
                                FILE.resolveSibling("ca.pem")),
                        2001,
                        2002,
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(16),
                        2003,
                        2004,
                        2005,
                        2006,
                        2007));
        assertThat(settings.listen().healthHost()).isEqualTo("127.0.0.3");
        assertThat(settings.listen().healthPort()).isEqualTo(1002);
    }

    @Test
    void every_key_of_limits_reaches_what_it_bounds() throws Exception {
        Settings settings = settings("""
                limits:
                  json:
                    bytes: 301
                    depth: 302
                    string-chars: 303
                    name-chars: 304
                    number-chars: 305
                    exponent: 306
                    items: 307
                    members: 308
                  arguments:
                    string-chars: 401
                    array-items: 402
                    members: 403
                    smallest-number: 404
                    largest-number: 405
                  sessions: {total: 501, per-caller: 502, idle-time: 503s}
                """);
        assertThat(settings.limits().json().limits()).isEqualTo(new JsonLimits(301, 302, 303, 304, 305, 306, 307, 308));
        assertThat(Wiring.valueBounds(settings.limits().arguments()))
                .isEqualTo(new ValueBounds(401, 402, 403, 404, 405));
        assertThat(Wiring.sessionSettings(settings.limits().sessions()))
                .isEqualTo(new SessionSettings(
                        502,
                        501,
                        Duration.ofSeconds(503),
                        SessionSettings.DEFAULT.queued(),
                        SessionSettings.DEFAULT.listingAge()));
    }

    @Test
    void every_key_of_journal_reaches_the_journal() throws Exception {
        Settings settings = settings("""
                journal:
                  directory: records
                  segment-bytes: 5000
                  redact: ["[0-9]{16}"]
                  redact-names: [iban]
                  keep-names: [token]
                """);
        var plan = new Wiring.Plan(FILE, new Home(Path.of("/home/me")), Map.of(), System.err);
        assertThat(Wiring.journalSettings(settings.journal(), plan))
                .isEqualTo(new JournalSettings(
                        FILE.resolveSibling("records"),
                        5000,
                        new RedactionRules(Set.of("iban"), Set.of("token"), List.of("[0-9]{16}"))));
    }
}
