package dev.lockkeeper.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.guard.Admission.Entry;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The tables of {@code testdata/limit}, whose first says what their keys mean, by a clock that only they move. */
class LimitTablesTest {

    /** One table. */
    public record Table(CallLimits settings, List<Case> cases) {}

    /** What follows upon one another, beginning with nothing used. */
    public record Case(String name, @Nullable String onlyHere, List<Step> steps) {}

    /** Calls, a listing, the end of calls, or time that passes. */
    public record Step(
            @Nullable String call,
            @Nullable String list,
            @Default("alice") String as,
            @Default("1") int times,
            @Default("false") boolean fresh,
            @Default("0") int bytes,
            @Default("10") int answer,
            @Nullable String hold,
            @Nullable String end,
            @Default("false") boolean fails,
            @Nullable String expect,
            @Nullable Duration retryAfter,
            @Nullable Duration pass,
            @Nullable String at) {}

    @TestFactory
    Stream<DynamicNode> every_case_of_every_table() throws Exception {
        List<DynamicNode> tables = new ArrayList<>();
        try (Stream<Path> files = Files.list(Checkout.testdata("limit"))) {
            for (Path file : files.sorted().toList()) {
                Table table = table(file);
                tables.add(dynamicContainer(
                        file.getFileName().toString(),
                        table.cases().stream()
                                .map(one -> dynamicTest(one.name(), () -> new Run(table.settings()).all(one)))));
            }
        }
        assertThat(tables).hasSizeGreaterThan(7);
        return tables.stream();
    }

    private static Table table(Path file) throws IOException {
        try {
            return YamlBinder.bind(Table.class, file.toString(), Files.readAllBytes(file));
        } catch (YamlInvalid e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    /** One case. */
    private static final class Run {

        private final LimitSetting setting;
        private final Map<String, List<Place>> held = new HashMap<>();
        private final Set<String> met = new HashSet<>();
        private int calls;

        Run(CallLimits settings) {
            this.setting = new LimitSetting(settings);
        }

        void all(Case one) {
            one.steps().forEach(this::step);
            assertThat(held).as("calls that no step ended").isEmpty();
            assertThat(setting.limits.underWay()).isZero();
        }

        private void step(Step step) {
            if (step.pass() != null) {
                setting.pass(step.pass());
            } else if (step.at() != null) {
                setting.set(Instant.parse(step.at()));
            } else if (step.end() != null) {
                Objects.requireNonNull(held.remove(step.end())).forEach(Run::answered);
            } else if (step.list() != null) {
                var listing = new Listing(step.list(), Listing.Kind.TOOLS, JsonObject.EMPTY);
                Request request = Request.of(RequestId.of(1), "tools/list", JsonObject.EMPTY);
                int messages = met.add(step.as() + " " + step.list()) ? 3 : 1;
                for (int i = 0; i < messages; i++) {
                    check(step, setting.limits.admit(listing, request, true, setting.context(caller(step))));
                }
            } else {
                for (int i = 0; i < step.times(); i++) {
                    call(step, Objects.requireNonNull(step.call()).replace("#", "" + i));
                }
            }
        }

        private void call(Step step, String call) {
            int slash = call.indexOf('/');
            String tool = call.substring(slash + 1);
            JsonObject arguments = JsonObject.EMPTY.with("n", JsonNumber.of(step.fresh() ? ++calls : 0));
            check(
                    step,
                    setting.enter(
                            caller(step),
                            LimitSetting.call(
                                    call.substring(0, slash), tool, arguments.with("text", "x".repeat(step.bytes()))),
                            tool.startsWith("get_")));
        }

        private static Caller caller(Step step) {
            return new Caller(step.as(), "token", Set.of());
        }

        private void check(Step step, Entry entry) {
            switch (entry) {
                case Entry.Open open -> {
                    assertThat(step.expect()).as("%s got in", step).isNull();
                    if (step.hold() != null) {
                        held.computeIfAbsent(step.hold(), name -> new ArrayList<>())
                                .add(open.place());
                    } else if (step.fails()) {
                        open.place().failed();
                        open.place().close();
                    } else {
                        open.place().answered(step.answer());
                        open.place().close();
                    }
                }
                case Entry.Shut shut -> {
                    assertThat(shut.reason().code()).as(step.toString()).isEqualTo(step.expect());
                    if (step.retryAfter() == null) {
                        assertThat(shut.retryAfter()).as(step.toString()).isPositive();
                    } else {
                        assertThat(shut.retryAfter().toMillis())
                                .as(step.toString())
                                .isEqualTo(step.retryAfter().toMillis());
                    }
                }
            }
        }

        private static void answered(Place place) {
            place.answered(10);
            place.close();
        }
    }
}
