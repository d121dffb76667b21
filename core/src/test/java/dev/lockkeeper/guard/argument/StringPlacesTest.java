package dev.lockkeeper.guard.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StringPlacesTest {

    @TestFactory
    Stream<DynamicTest> every_schema_of_the_table() throws Exception {
        byte[] table = Files.readAllBytes(Checkout.testdata("argument/places.yaml"));
        return ((JsonArray) YamlBinder.toJson("places.yaml", table))
                .items().stream()
                        .map(JsonObject.class::cast)
                        .map(row -> dynamicTest(Objects.requireNonNull(row.string("name")), () -> check(row)));
    }

    private static void check(JsonObject row) {
        StringPlaces places = StringPlaces.of(row.object("schema"));
        List<String> free =
                places.free().stream().map(one -> one.place().pointer()).toList();
        if (row.get("some") == null) {
            assertThat(free).containsExactlyInAnyOrderElementsOf(texts(row, "free"));
        } else {
            assertThat(free).containsAll(texts(row, "free"));
            assertThat(places.free()).anyMatch(one -> one.place().tokens().contains("**"));
        }
        JsonObject listed = row.object("lists");
        if (listed != null) {
            listed.members().forEach((place, value) -> {
                assertThat(places.lists(Place.of(place).tokens(), value))
                        .as(place)
                        .isTrue();
                assertThat(places.lists(Place.of(place).tokens(), new JsonString("other")))
                        .as(place)
                        .isFalse();
            });
        }
        for (String other : texts(row, "free")) {
            assertThat(places.lists(Place.of(other).tokens(), new JsonString("other")))
                    .as(other)
                    .isFalse();
        }
    }

    private static List<String> texts(JsonObject row, String key) {
        JsonArray array = row.array(key);
        return array == null
                ? List.of()
                : array.items().stream()
                        .map(item -> ((JsonString) item).value())
                        .toList();
    }

    @Test
    void a_schema_that_branches_without_end_is_answered() {
        JsonObject branch = JsonObject.EMPTY.with("$ref", "#/$defs/a");
        JsonObject schema = JsonObject.EMPTY
                .with("type", "object")
                .with(
                        "$defs",
                        JsonObject.EMPTY.with(
                                "a", JsonObject.EMPTY.with("anyOf", new JsonArray(List.of(branch, branch, branch)))))
                .with("properties", JsonObject.EMPTY.with("x", branch));
        assertThat(StringPlaces.of(schema).free())
                .anyMatch(free -> free.place().pointer().equals("/x/**"));
    }

    @Test
    void a_place_is_a_pointer_with_wildcards() {
        assertThat(Place.of("/edits/*/path").matches(List.of("edits", "7", "path")))
                .isTrue();
        assertThat(Place.of("/edits/*/path").matches(List.of("edits", "path"))).isFalse();
        assertThat(Place.of("/env/**").matches(List.of("env", "a", "b"))).isTrue();
        assertThat(Place.of("/env/**").matches(List.of("env"))).isFalse();
        assertThat(Place.of("/a~1b/~0").matches(List.of("a/b", "~"))).isTrue();
        assertThat(Place.of("/a").coversBelow(Place.of("/a/b/*"))).isTrue();
        assertThat(Place.of("/a").covers(Place.of("/a/b"))).isFalse();
        assertThat(Place.of("/a/b").covers(Place.of("/a/*"))).isFalse();
        assertThat(Place.of("/*/b").covers(Place.of("/a/b"))).isTrue();
        assertThat(Place.of("/a/*").covers(Place.of("/a/**"))).isFalse();
        assertThat(Place.of("/**").covers(Place.of("/a/**"))).isTrue();
        for (String wrong : List.of("", "a", "/a/**/b", "/~2", "/~", "/a".repeat(33))) {
            assertThatThrownBy(() -> Place.of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
