package dev.lockkeeper.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no secret may stand in the file; what is one is refused in testdata/config/errors.yaml. */
class EnvironmentRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PGUSER: reader",
                "MAX_TOKENS: '4096'",
                "OAUTH_TOKEN_URL: https://issuer.example/token",
                "PASSWORD_FILE: /run/secrets/db",
                "SSH_KEY_PATH: /home/me/.ssh/id",
                "REQUIRE_AUTH: 'true'",
                "API_TOKEN: ''",
                "KEYBOARD: de",
                "DATABASE: postgres://db.example/main"
            })
    void what_is_no_secret_may_stand_in_the_file(String variable) throws Exception {
        String text = "version: 1\nservers: { a: { run: x, env: { " + variable + " } } }";
        Settings settings =
                LoadedPolicy.of("f", text.getBytes(StandardCharsets.UTF_8)).settings();
        assertThat(Objects.requireNonNull(settings.servers().get("a"))
                        .connection()
                        .env())
                .hasSize(1);
    }
}
