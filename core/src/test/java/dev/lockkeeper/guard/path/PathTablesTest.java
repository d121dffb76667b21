package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@ParameterizedClass
@ValueSource(strings = {"posix", "write", "relative", "windows", "extensions", "tree", "tree-extensions"})
class PathTablesTest {

    private final String table;

    PathTablesTest(String table) {
        this.table = table;
    }

    @TestFactory
    Stream<DynamicTest> every_case_of_the_table() throws Exception {
        Map<?, ?> whole =
                (Map<?, ?>) new Load(LoadSettings.builder().setLabel(table).build())
                        .loadFromString(Files.readString(Checkout.testdata("path/" + table + ".yaml")));
        String settings = new Dump(DumpSettings.builder().build()).dumpToString(whole.get("settings"));
        var guard = new PathGuard(
                YamlBinder.bind(PathSettings.class, table, settings.getBytes(StandardCharsets.UTF_8)),
                Access.valueOf(String.valueOf(whole.get("access")).toUpperCase(Locale.ROOT)));
        Set<Object> names = new HashSet<>();
        return Objects.requireNonNull((List<?>) whole.get("cases")).stream()
                .map(one -> (Map<?, ?>) one)
                .map(one -> {
                    assertThat(Set.of("name", "value", "expect", "reason").containsAll(one.keySet()))
                            .isTrue();
                    assertThat(names.add(one.get("value")))
                            .as("%s is there twice", one)
                            .isTrue();
                    return DynamicTest.dynamicTest(String.valueOf(one.get("name")), () -> check(guard, one));
                });
    }

    private static void check(PathGuard guard, Map<?, ?> one) {
        Assessment assessment = guard.judge(json(one.get("value")));
        String outcome = switch (assessment) {
            case Assessment.Fit fit -> "fit";
            case Assessment.Unfit unfit -> {
                String value = String.valueOf(one.get("value"));
                assertThat(unfit.message()).endsWith(".");
                assertThat(value.length() > 2 && unfit.message().contains(value))
                        .isFalse();
                yield "unfit " + unfit.reason().code();
            }
        };
        assertThat(outcome).isEqualTo(one.get("expect") + (one.containsKey("reason") ? " " + one.get("reason") : ""));
    }

    private static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.NULL;
            case String text -> new JsonString(text);
            case Integer number -> JsonNumber.of(number);
            case List<?> list ->
                JsonArray.ofStrings(list.stream().map(String::valueOf).toList());
            case Map<?, ?> map -> JsonObject.EMPTY.with("path", new JsonString(String.valueOf(map.get("path"))));
            default -> throw new AssertionError("no value of a table: " + value);
        };
    }
}
