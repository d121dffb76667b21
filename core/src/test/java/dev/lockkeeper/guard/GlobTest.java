package dev.lockkeeper.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "read_*, read_file, true",
        "read_*, write_file, false",
        "*, a/b, true",
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "a?c, abc, true",
        "a?c, ac, false",
        "*_file, read_text_file, true",
        "READ, read, false",
    })
    void names(String pattern, String text, boolean matches) {
        assertThat(Glob.name(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "file:///w/*, file:///w/a, true",
        "file:///w/*, file:///w/a/b, false",
        "file:///w/**, file:///w/a/b, true",
        "file:///w/?, file:///w//, false",
        "**, x://y/z, true",
        "file:///w/*/c, file:///w/b/c, true",
        "file:///w/**/c, file:///w/a/b/c, true",
    })
    void uris(String pattern, String text, boolean matches) {
        assertThat(Glob.uri(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "/secret/**, /, true",
        "/secret/**, /sec, true",
        "/secret/**, /secret/plan, true",
        "/secret/**, /src/, false",
        "/*/b, /a/, true",
        "/*/b, /a/c, false",
        "**/.env/**, /any/where/, true",
        "'', a, false",
        "a, '', true",
    })
    void beginnings(String pattern, String text, boolean matches) {
        assertThat(Glob.uri(pattern).matchesSomeBeginning(text)).isEqualTo(matches);
    }

    @Test
    void a_pattern_that_makes_backtracking_matchers_explode_is_answered() {
        assertThat(Glob.name("*a".repeat(100) + "b").matches("a".repeat(10_000)))
                .isFalse();
    }
}
