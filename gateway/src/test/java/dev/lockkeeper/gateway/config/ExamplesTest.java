package dev.lockkeeper.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.policy.CaseRunner;
import dev.lockkeeper.policy.CaseSettings;
import dev.lockkeeper.policy.CaseTable;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ExamplesTest {

    private static List<Path> files(String name) throws Exception {
        try (Stream<Path> tree = Files.walk(Documents.ROOT.resolve("examples"))) {
            List<Path> found = tree.filter(path -> path.endsWith(name)).sorted().toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(2);
            return found;
        }
    }

    @TestFactory
    Stream<DynamicTest> every_policy_loads_without_warning_and_fits_the_schema() throws Exception {
        return files("lockkeeper.yaml").stream()
                .map(path -> dynamicTest(Documents.ROOT.relativize(path).toString(), () -> {
                    byte[] text = Files.readAllBytes(path);
                    assertThat(LoadedPolicy.of("lockkeeper.yaml", text).policy().warnings())
                            .isEmpty();
                    assertThat(Documents.violations(LoadedPolicy.schema(), text))
                            .isEmpty();
                    checkModeline(path);
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_table_fits_the_schema_and_its_cases_pass() throws Exception {
        return files("policy-test.yaml").stream()
                .map(path -> dynamicTest(Documents.ROOT.relativize(path).toString(), () -> {
                    byte[] text = Files.readAllBytes(path);
                    assertThat(Documents.violations(YamlSchema.of(CaseTable.class, ""), text))
                            .isEmpty();
                    checkModeline(path);
                    CaseTable table = YamlBinder.bind(CaseTable.class, "policy-test.yaml", text);
                    byte[] policy = Files.readAllBytes(path.resolveSibling(table.policy()));
                    var runner = new CaseRunner(
                            LoadedPolicy.of("lockkeeper.yaml", policy).policy(), List.of());
                    for (CaseSettings settings : table.cases()) {
                        assertThat(runner.run(settings).failure())
                                .as(settings.name())
                                .isEmpty();
                    }
                    assertThat(runner.unexercised().stream().map(RuleRef::toString))
                            .isEmpty();
                }));
    }

    private static void checkModeline(Path path) throws Exception {
        String first = Files.readAllLines(path).getFirst();
        assertThat(first).startsWith("# yaml-language-server: $schema=");
        assertThat(path.resolveSibling(first.substring(first.indexOf('=') + 1))).exists();
    }
}
