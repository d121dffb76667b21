package dev.lockkeeper.gateway.combined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.reason.Reason;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingTest {

    private static final JsonObject INTRODUCTION = JsonObject.EMPTY
            .with("protocolVersion", "2025-06-18")
            .with("capabilities", JsonObject.EMPTY.with("sampling", JsonObject.EMPTY))
            .with("clientInfo", JsonObject.EMPTY.with("name", "c").with("version", "1"));

    @Test
    void only_what_says_who_the_client_is_is_kept() throws Exception {
        JsonObject told = INTRODUCTION
                .with("junk", "x".repeat(1 << 20))
                .with("_meta", JsonObject.EMPTY.with("junk", "x".repeat(1 << 20)));
        assertThat(Greeting.of(told, TransportMetadata.NONE).params()).isEqualTo(INTRODUCTION);
    }

    @Test
    void a_version_that_nobody_speaks_is_not_kept() throws Exception {
        JsonObject told = INTRODUCTION.with("protocolVersion", "x".repeat(1 << 20));
        assertThat(Greeting.of(told, TransportMetadata.NONE).params())
                .isEqualTo(INTRODUCTION.with("protocolVersion", "2025-11-25"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"capabilities", "clientInfo"})
    void a_client_that_says_more_of_itself_than_can_be_kept_is_refused(String member) {
        JsonObject told = INTRODUCTION.with(member, JsonObject.EMPTY.with("experimental", "x".repeat(33_000)));
        assertThatThrownBy(() -> Greeting.of(told, TransportMetadata.NONE))
                .isInstanceOfSatisfying(
                        JsonRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.JSON_BOUND));
    }

    @Test
    void of_a_log_level_its_name_is_kept() throws Exception {
        Greeting greeting = Greeting.of(INTRODUCTION, TransportMetadata.NONE);
        JsonObject level = JsonObject.EMPTY.with("level", "error");
        assertThat(Objects.requireNonNull(
                        greeting.withLevel(level.with("junk", "x")).level()))
                .isEqualTo(level);
        assertThatThrownBy(() -> greeting.withLevel(JsonObject.EMPTY.with("level", "x".repeat(65))))
                .isInstanceOf(JsonRefused.class);
    }
}
