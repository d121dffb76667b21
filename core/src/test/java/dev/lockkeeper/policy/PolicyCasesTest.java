package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PolicyCasesTest {

    private static final Path DATA = Path.of(System.getProperty("lockkeeper.root"), "testdata", "policy", "main");

    static Policy policy() throws Exception {
        return Policy.load("policy.yaml", Files.readAllBytes(DATA.resolve("policy.yaml")));
    }

    private static CaseTable table() throws Exception {
        return YamlBinder.bind(CaseTable.class, "cases.yaml", Files.readAllBytes(DATA.resolve("cases.yaml")));
    }

    @TestFactory
    Stream<DynamicTest> every_case_is_decided_as_expected() throws Exception {
        var runner = new CaseRunner(policy(), List.of());
        return table().cases().stream()
                .map(settings -> dynamicTest(
                        settings.name(),
                        () -> assertThat(runner.run(settings).failure()).isEmpty()));
    }

    @Test
    void rules_that_decided_no_case_are_listed() throws Exception {
        var runner = new CaseRunner(policy(), List.of());
        table().cases().forEach(runner::run);
        assertThat(runner.unexercised().stream().map(RuleRef::name))
                .containsExactlyInAnyOrder(
                        "servers.files.ask[2]", "servers.docs.allow[3]", "servers.shadowed.allow[0]");
        assertThat(runner.coverage()).isBetween(80, 99);
    }
}
