package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * One line of a table of {@code testdata/text}.
 *
 * @param name that of the value itself where there is none
 * @param times how often the value, a string, is repeated
 * @param reason where the value is unfit
 * @param flagged the kinds of what a fit value hides, as its facts tell them
 */
public record GuardCase(
        @Nullable String name,
        Json value,
        @Default("1") int times,
        Expected expect,
        @Nullable String reason,
        List<String> flagged) {

    /** What the guard should say. */
    public enum Expected {
        FIT,
        UNFIT
    }

    static <T extends Record> T table(Class<T> type, String name) {
        try {
            return YamlBinder.bind(type, name, Files.readAllBytes(Checkout.testdata("text/" + name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (YamlInvalid e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }

    static Stream<DynamicTest> tests(List<GuardCase> cases, ValueGuard guard) {
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.title(), () -> one.check(guard)));
    }

    private String title() {
        return expect + ": " + Objects.requireNonNullElse(name, value.text());
    }

    private Json subject() {
        return value instanceof JsonString text ? new JsonString(text.value().repeat(times)) : value;
    }

    private void check(ValueGuard guard) {
        switch (guard.judge(subject())) {
            case Assessment.Fit fit -> {
                assertThat(expect).isEqualTo(Expected.FIT);
                assertThat(flags(fit)).extracting(flag -> flag.string("kind")).isEqualTo(flagged);
            }
            case Assessment.Unfit unfit -> {
                assertThat(unfit.reason().code()).as(unfit.message()).isEqualTo(reason);
                assertThat(unfit.message())
                        .as("a message is one printable sentence or two, and no echo")
                        .hasSizeBetween(20, 300)
                        .matches("[ -~]+\\.");
            }
        }
    }

    static List<JsonObject> flags(Assessment.Fit fit) {
        JsonArray flags = fit.facts().array(TextGuard.HIDDEN);
        return flags == null
                ? List.of()
                : flags.items().stream().map(JsonObject.class::cast).toList();
    }
}
