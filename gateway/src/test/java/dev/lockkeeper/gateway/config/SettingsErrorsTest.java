package dev.lockkeeper.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SettingsErrorsTest {

    /** A text that is refused. */
    public record Refused(String name, String text, List<String> problems) {}

    /** All of them. */
    public record Table(List<Refused> cases) {}

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_with_its_place() throws Exception {
        return YamlBinder.bind(Table.class, "errors.yaml", Documents.read("testdata/config/errors.yaml"))
                .cases()
                .stream()
                .map(refused -> dynamicTest(refused.name(), () -> check(refused)));
    }

    private static void check(Refused refused) {
        YamlInvalid thrown = catchThrowableOfType(
                YamlInvalid.class, () -> LoadedPolicy.of("f", refused.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(thrown).isNotNull();
        List<String> told = thrown.problems().stream()
                .map(p -> p.position().line() + ":" + p.position().column() + " " + p.message())
                .toList();
        assertThat(told).as("%s", told).hasSameSizeAs(refused.problems());
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i)).startsWith(refused.problems().get(i));
        }
        assertThat(thrown.getMessage()).doesNotContain("abc");
    }
}
