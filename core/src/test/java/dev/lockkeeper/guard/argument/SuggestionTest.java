package dev.lockkeeper.guard.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import dev.lockkeeper.testing.Corpora;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SuggestionTest {

    @TestFactory
    Stream<DynamicTest> every_argument_of_the_table() throws Exception {
        byte[] table = Files.readAllBytes(Checkout.testdata("argument/suggestions.yaml"));
        return ((JsonArray) YamlBinder.toJson("suggestions.yaml", table))
                .items().stream()
                        .map(JsonObject.class::cast)
                        .map(row -> dynamicTest(Objects.requireNonNull(row.string("name")), () -> check(row)));
    }

    private static void check(JsonObject row) {
        String tool = row.string("tool");
        String at = Objects.requireNonNull(row.string("at"));
        Json schema = Objects.requireNonNull(row.get("schema"));
        JsonObject beside = row.object("beside");
        JsonObject properties = (beside == null ? JsonObject.EMPTY : beside).with(at, schema);
        List<Suggestion> suggestions = Suggestion.of(tool(tool == null ? "it" : tool, properties, row), null).stream()
                .filter(suggestion -> suggestion.place().tokens().getFirst().equals(at))
                .toList();
        assertThat(suggestions)
                .as("%s", suggestions)
                .extracting(SuggestionTest::word)
                .containsExactlyElementsOf(several(row.get("type")));
        Json place = row.get("place");
        assertThat(suggestions)
                .extracting(suggestion -> suggestion.place().pointer())
                .containsExactlyElementsOf(place == null ? List.of("/" + at) : several(place));
        String because = row.string("because");
        assertThat(suggestions.getFirst().because()).contains(because == null ? "" : because);
    }

    private static List<String> several(@Nullable Json json) {
        return (json instanceof JsonArray list ? list.items() : List.of(Objects.requireNonNull(json)))
                .stream().map(text -> ((JsonString) text).value()).toList();
    }

    private static String word(Suggestion suggestion) {
        return suggestion.type() == null ? "none" : suggestion.type().word();
    }

    private static ToolDefinition tool(String name, JsonObject properties, JsonObject row) {
        JsonObject hint = row.object("hint");
        ToolDefinition plain = tool(name, properties);
        return hint == null
                ? plain
                : Objects.requireNonNull(ToolDefinition.of(plain.json().with("annotations", hint)));
    }

    private static ToolDefinition tool(String name, JsonObject properties) {
        JsonObject schema = JsonObject.EMPTY.with("type", "object").with("properties", properties);
        return Objects.requireNonNull(
                ToolDefinition.of(JsonObject.EMPTY.with("name", name).with("inputSchema", schema)));
    }

    @Test
    void what_has_a_type_is_not_proposed_again() {
        JsonObject text = JsonObject.EMPTY.with("type", "string");
        ToolDefinition tool = tool("it", JsonObject.EMPTY.with("path", text).with("url", text));
        var guards = new Guards(GuardSettings.NONE, host -> List.of(), false, new byte[32]);
        var typed = new TypedArguments(
                List.of(new TypedArguments.Typed(Place.of("/path"), ArgumentType.TEXT, guards.of(ArgumentType.TEXT))),
                guards.of(ArgumentType.TEXT),
                guards.secrets(),
                false);
        assertThat(Suggestion.of(tool, typed))
                .extracting(suggestion -> suggestion.place().pointer())
                .containsExactly("/url");
    }

    @Test
    void every_tool_of_the_corpus_gets_a_bounded_number_of_proposals() throws Exception {
        List<ToolDefinition> tools = new ArrayList<>();
        for (String file : List.of("tools/livemcpbench.json", "tools/github.json")) {
            collect(
                    new JsonReader(JsonLimits.DEFAULT.withBytes(16 << 20)).read(Files.readAllBytes(Corpora.file(file))),
                    tools);
        }
        assertThat(tools).hasSizeGreaterThan(600);
        Map<String, Integer> counts = new TreeMap<>();
        int all = 0;
        for (ToolDefinition tool : tools) {
            List<Suggestion> suggestions = Suggestion.of(tool, null);
            assertThat(suggestions).as(tool.name()).hasSizeLessThan(100);
            suggestions.forEach(suggestion -> counts.merge(word(suggestion), 1, Integer::sum));
            all += suggestions.size();
        }
        // Of most arguments of real servers something is told; where a clue is lost, this changes.
        assertThat(all).as("%s", counts).isGreaterThan(1_000);
        assertThat(counts.get("none")).as("%s of %s", counts, all).isLessThan(all / 3);
        assertThat(counts.get("text")).as("%s of %s", counts, all).isLessThan(all / 5);
        assertThat(counts).containsKeys("path", "path:write", "url", "identifier", "shell");
    }

    // Whatever has an inputSchema, however the list is wrapped.
    private static void collect(Json json, List<ToolDefinition> tools) {
        switch (json) {
            case JsonArray array -> array.items().forEach(item -> collect(item, tools));
            case JsonObject object -> {
                ToolDefinition tool = object.object("inputSchema") == null ? null : ToolDefinition.of(object);
                if (tool == null) {
                    object.members().values().forEach(member -> collect(member, tools));
                } else {
                    tools.add(tool);
                }
            }
            case JsonString text -> {}
            case JsonNumber number -> {}
            case JsonBoolean truth -> {}
            case JsonNull nothing -> {}
        }
    }
}
