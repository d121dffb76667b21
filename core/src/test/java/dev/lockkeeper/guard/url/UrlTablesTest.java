package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tables of {@code testdata/url}: settings as they stand in a file, then a value and its verdict in each line. */
class UrlTablesTest {

    record Case(
            @Doc("What is tried.") String name,
            @Doc("The text.") String value,

            @Doc("The verdict.") @Matches(value = "fit|unfit", words = "fit or unfit")
            String expect,

            @Doc("Why it is refused.") @Nullable String reason) {}

    record UrlTable(
            @Doc("Settings.") UrlSettings settings,

            @Doc("What names resolve to; nothing is resolved where the key is missing.")
            Map<String, List<String>> names,

            @Doc("Cases.") List<Case> cases) {}

    record HostTable(
            @Doc("Settings.") HostSettings settings,
            @Doc("Cases.") List<Case> cases) {}

    record EmailTable(
            @Doc("Settings.") EmailSettings settings,
            @Doc("Cases.") List<Case> cases) {}

    @TestFactory
    Stream<DynamicTest> urls() {
        return Stream.of("public", "default", "listed", "ports", "resolved").flatMap(name -> {
            UrlTable table = read(UrlTable.class, name);
            Resolver resolver = table.names().isEmpty() ? Resolver.NONE : new FixedResolver(table.names());
            return tests(name, new UrlGuard(table.settings(), resolver), table.cases());
        });
    }

    @TestFactory
    Stream<DynamicTest> hosts() {
        HostTable table = read(HostTable.class, "host");
        return tests("host", new HostGuard(table.settings(), Resolver.NONE), table.cases());
    }

    @TestFactory
    Stream<DynamicTest> emails() {
        return Stream.of("email", "email-listed").flatMap(name -> {
            EmailTable table = read(EmailTable.class, name);
            return tests(name, new EmailGuard(table.settings()), table.cases());
        });
    }

    private static Stream<DynamicTest> tests(String table, ValueGuard guard, List<Case> cases) {
        Set<String> names = new HashSet<>();
        assertThat(cases).isNotEmpty().allMatch(one -> names.add(one.name()), "has a name of its own");
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(table + ": " + one.name(), () -> {
                    String wanted = one.expect().equals("fit") ? "fit" : String.valueOf(one.reason());
                    assertThat(outcome(guard.judge(new JsonString(one.value()))))
                            .as("%s", one.value())
                            .isEqualTo(wanted);
                }));
    }

    private static String outcome(Assessment assessment) {
        return switch (assessment) {
            case Assessment.Fit fit -> "fit";
            case Assessment.Unfit unfit -> unfit.reason().code();
        };
    }

    private static <T extends Record> T read(Class<T> type, String name) {
        String file = "url/" + name + ".yaml";
        try {
            return YamlBinder.bind(type, file, Files.readAllBytes(Checkout.testdata(file)));
        } catch (IOException | YamlInvalid e) {
            throw new AssertionError(file, e);
        }
    }
}
