package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PolicyErrorsTest {

    /** A text that is refused. */
    public record Refused(String name, String text, List<String> problems) {}

    /** All of them. */
    public record Table(List<Refused> cases) {}

    @TestFactory
    Stream<DynamicTest> every_mistake_is_told_with_its_place() throws Exception {
        Path file = Path.of(System.getProperty("lockkeeper.root"), "testdata", "policy", "errors", "cases.yaml");
        return YamlBinder.bind(Table.class, "cases.yaml", Files.readAllBytes(file)).cases().stream()
                .map(refused -> dynamicTest(refused.name(), () -> check(refused)));
    }

    private static void check(Refused refused) {
        YamlInvalid thrown = catchThrowableOfType(
                YamlInvalid.class, () -> Policy.load("p.yaml", refused.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(thrown).isNotNull();
        List<String> told = thrown.problems().stream()
                .map(p -> p.position().line() + ":" + p.position().column() + " " + p.message())
                .toList();
        assertThat(told).hasSameSizeAs(refused.problems());
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i)).startsWith(refused.problems().get(i));
        }
    }

    @Test
    void a_byte_order_mark_and_bytes_that_are_not_utf8_are_refused() {
        byte[] mark = "\uFEFFversion: 1".getBytes(StandardCharsets.UTF_8);
        byte[] latin = "version: 1 # \u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(catchThrowableOfType(YamlInvalid.class, () -> Policy.load("p", mark))
                        .getMessage())
                .contains("byte order mark");
        assertThat(catchThrowableOfType(YamlInvalid.class, () -> Policy.load("p", latin))
                        .getMessage())
                .contains("not valid UTF-8");
    }

    @Test
    void a_file_beyond_the_bound_is_refused_unread() {
        byte[] large = "#\n".repeat(5 << 20).getBytes(StandardCharsets.UTF_8);
        assertThat(catchThrowableOfType(YamlInvalid.class, () -> Policy.load("p", large))
                        .getMessage())
                .contains("larger than");
    }
}
