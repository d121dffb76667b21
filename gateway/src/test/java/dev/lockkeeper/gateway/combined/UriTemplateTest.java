package dev.lockkeeper.gateway.combined;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "demo://text/{id}, demo://text/1, true",
        "demo://text/{id}, demo://blob/1, false",
        "demo://{kind}/{id}/raw, demo://text/1/raw, true",
        "demo://{kind}/{id}/raw, demo://text/1/cooked, false",
        "demo://{kind}/{id}/raw, demo:///raw, false",
        "a{x}a, a, false",
        "a{x}a, aa, true",
        "a{x}ab{y}b, aabb, true",
        "a{x}ab{y}b, aab, false",
        "file://{+path}, file:///etc/passwd, true",
        "test://greeting, test://greeting, true",
        "test://greeting, test://greeting/2, false",
        "broken://{id, broken://{id, true",
        "{all}, anything:at-all, true",
    })
    void a_template_can_stand_for(String template, String uri, boolean matches) {
        assertThat(new UriTemplate(template).matches(uri)).isEqualTo(matches);
    }
}
