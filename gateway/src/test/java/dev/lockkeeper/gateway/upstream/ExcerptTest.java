package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {

    private static String of(String text) {
        return Excerpt.of(text.getBytes(StandardCharsets.UTF_8)).orElse("nothing");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
            Server started! -> Server started!
            '  listening ' -> listening
            {"level":30} -> {"level":30}
            ~[1;32mok~[0m -> ok
            a^b -> a\\u{0007}b
            'logged in with password=hunter2' -> 'logged in with password=[secret]'
            ~[32mghp_abcdefghijklmnopqrstuvwxyz0123456789~[0m -> [secret]
            """)
    void a_line_of_its_beginning_without_what_is_nobodys_business(String text, String shown) {
        assertThat(of(text.replace('~', '\u001b').replace('^', '\u0007'))).isEqualTo(shown);
        assertThat(of("one\nCookie: two")).isEqualTo("one\\u{000a}Cookie: [secret]");
    }

    @Test
    void no_more_than_its_beginning_and_no_half_secret_or_character_at_its_end() {
        assertThat(of("x".repeat(1 << 20))).isEqualTo("x".repeat(Excerpt.MOST_CHARS));
        String padding = "x".repeat(Excerpt.MOST_CHARS - 8) + " ";
        assertThat(of(padding + "ghp_abcdefghijklmnopqrstuvwxyz0123456789")).isEqualTo(padding + "[secret");
        assertThat(of("x".repeat(Excerpt.MOST_CHARS - 1) + "\uD83D\uDE00"))
                .isEqualTo("x".repeat(Excerpt.MOST_CHARS - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1,\"a\":2}}",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},",
                "{\"id\":1,\"result\":{\"a\":1,\"a\":2}}"
            })
    void nothing_of_what_seems_to_be_a_message(String text) {
        assertThat(of(text)).isEqualTo("nothing");
    }
}
