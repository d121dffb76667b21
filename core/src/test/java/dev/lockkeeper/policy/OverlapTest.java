package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapTest {

    @ParameterizedTest
    @CsvSource({
        "file:///{path}, file:///docs/**, true",
        "file:///docs/{path}, file:///docs/**, true",
        "file:///docs/{path}, file:///etc/**, false",
        "file:///{a}/x, file:///docs/*, true",
        "file:///{a}/x, file:///docs/y, false",
        "x://a, x://a, true",
        "x://a, x://?, true",
        "x://a/b, x://*, false",
        "x://a/b, x://**, true",
        "x://a?q={q}, x://a?q=1, true",
        "x://{unclosed, x://{unclosed, true",
        "'', '', true",
        "{a}, '', true",
        "{a}{b}{c}, **x**y**, true",
    })
    void a_template_and_a_glob_share_a_uri(String template, String glob, boolean possible) {
        assertThat(Overlap.possible(template, glob)).isEqualTo(possible);
    }
}
