package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.argument.Place;
import dev.lockkeeper.guard.argument.StringPlaces;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The profiles against what releases of real servers list, as {@code testdata/profiles/definitions} records it: nothing
 * is left without a type, and a profile names nothing that no release has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileDefinitionsTest {

    /** @param untyped what has no type on purpose, so that its tool cannot be called */
    private record Release(String file, String profile, List<ToolDefinition> tools, List<String> untyped) {}

    private final List<Release> releases = new ArrayList<>();

    @BeforeAll
    void read() throws Exception {
        try (Stream<Path> files = Files.list(Checkout.testdata("profiles/definitions"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                var json = (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(Files.readAllBytes(file));
                releases.add(new Release(
                        file.getFileName().toString(),
                        Objects.requireNonNull(json.string("profile")),
                        items(json, "tools").stream()
                                .map(tool -> Objects.requireNonNull(ToolDefinition.of((JsonObject) tool)))
                                .toList(),
                        items(json, "untyped").stream()
                                .map(place -> ((JsonString) place).value())
                                .toList()));
            }
        }
    }

    private static List<Json> items(JsonObject json, String member) {
        JsonArray array = json.array(member);
        return array == null ? List.of() : array.items();
    }

    @Test
    void every_profile_has_a_release() {
        assertThat(releases.stream().map(Release::profile).distinct())
                .containsExactlyInAnyOrderElementsOf(Profiles.ALL);
        assertThat(releases).allSatisfy(release -> assertThat(release.tools()).isNotEmpty());
    }

    @TestFactory
    Stream<DynamicTest> every_string_of_every_release_has_a_type_or_is_left_out_on_purpose() {
        return releases.stream()
                .map(release -> dynamicTest(release.file(), () -> {
                    String name = release.profile().replace('@', '-') + ".policy.yaml";
                    Policy policy = Policy.load(name, Files.readAllBytes(Checkout.testdata("profiles/" + name)));
                    List<String> untyped = release.tools().stream()
                            .flatMap(tool -> policy.suggestions("s", tool).stream()
                                    .map(suggestion -> tool.name() + suggestion.place()))
                            .sorted()
                            .toList();
                    assertThat(untyped).isEqualTo(release.untyped());
                }));
    }

    @TestFactory
    Stream<DynamicNode> a_profile_names_no_tool_and_no_argument_that_no_release_has() {
        return Profiles.ALL.stream().map(name -> {
            ProfileSettings profile = Profiles.find(name).orElseThrow();
            List<ToolDefinition> tools = releases.stream()
                    .filter(release -> release.profile().equals(name))
                    .flatMap(release -> release.tools().stream())
                    .toList();
            return dynamicContainer(
                    name, Stream.concat(arguments(profile, tools), Stream.of(readOnly(profile, tools))));
        });
    }

    private static Stream<DynamicTest> arguments(ProfileSettings profile, List<ToolDefinition> tools) {
        return profile.arguments().stream()
                .map(entry -> dynamicTest(entry.tools() + " " + entry.types().keySet(), () -> {
                    List<ToolDefinition> meant = new ArrayList<>();
                    for (String glob : entry.tools()) {
                        assertThat(tools.stream().filter(named(glob))).as(glob).isNotEmpty();
                        tools.stream().filter(named(glob)).forEach(meant::add);
                    }
                    assertThat(entry.types().keySet())
                            .allSatisfy(pointer -> assertThat(meant)
                                    .as(pointer)
                                    .anyMatch(tool -> strings(tool).contains(Place.of(pointer))));
                }));
    }

    private static DynamicTest readOnly(ProfileSettings profile, List<ToolDefinition> tools) {
        return dynamicTest(
                "read-only",
                () -> assertThat(profile.readOnly().stream().flatMap(targets -> targets.tools().stream()))
                        .allSatisfy(glob -> assertThat(tools).as(glob).anyMatch(named(glob))));
    }

    private static Predicate<ToolDefinition> named(String glob) {
        Glob names = Glob.name(glob);
        return tool -> names.matches(tool.name());
    }

    /** Every place of strings, also of those of which the schema says which they may be. */
    private static List<Place> strings(ToolDefinition tool) {
        var schema = (JsonObject) unlisted(Objects.requireNonNull(tool.inputSchema()));
        return StringPlaces.of(schema).free().stream()
                .map(StringPlaces.Free::place)
                .toList();
    }

    private static Json unlisted(Json schema) {
        return switch (schema) {
            case JsonObject object -> {
                JsonObject without = JsonObject.EMPTY;
                for (var member : object.members().entrySet()) {
                    without = member.getKey().equals("enum") && member.getValue() instanceof JsonArray
                            ? without
                            : without.with(member.getKey(), unlisted(member.getValue()));
                }
                yield without;
            }
            case JsonArray array ->
                new JsonArray(array.items().stream()
                        .map(ProfileDefinitionsTest::unlisted)
                        .toList());
            case JsonString other -> other;
            case JsonNumber other -> other;
            case JsonBoolean other -> other;
            case JsonNull other -> other;
        };
    }
}
