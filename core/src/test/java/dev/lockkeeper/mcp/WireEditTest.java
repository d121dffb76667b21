package dev.lockkeeper.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireEditTest {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":1}                                    | {"id":99}
             { "id" : "a\\"}" , "x":1.10 }              | { "id" : 99 , "x":1.10 }
            {"a":{"id":1},"b":["id",{"id":2}],"id":3 }  | {"a":{"id":1},"b":["id",{"id":2}],"id":99 }
            {"\\u0069d":1e400,"m":"\\u00e9é"}           | {"\\u0069d":99,"m":"\\u00e9é"}
            {"x":"\\\\","id":-0.0e+1}                   | {"x":"\\\\","id":99}
            {"id":null,"y":[]}                          | {"id":99,"y":[]}
            {"id":{"id":[true]}}                        | {"id":99}
            """)
    void replacing_keeps_every_other_byte(String before, String after) {
        assertThat(WireEdit.replace(Wire.of(before), List.of("id"), JsonNumber.of(99))
                        .toString())
                .isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":1}                 | {}
            { "id":1 , "x":2 }       | { "x":2 }
            { "x":2 , "id":1 }       | { "x":2  }
            {"a":1,"id":",", "b":3}  | {"a":1,"b":3}
            { "id" :1 }              | {  }
            """)
    void removing_takes_the_comma_along(String before, String after) {
        assertThat(WireEdit.remove(Wire.of(before), List.of("id")).toString()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"p":{}}              | {"p":{"k":"v"}}
            {"p":{ } }            | {"p":{"k":"v" } }
            {"p":{"a":[1] } }     | {"p":{"a":[1],"k":"v" } }
            {"p":{"k":1,"z":2}}   | {"p":{"k":"v","z":2}}
            """)
    void putting_replaces_or_appends(String before, String after) {
        assertThat(WireEdit.put(Wire.of(before), List.of("p", "k"), new JsonString("v"))
                        .toString())
                .isEqualTo(after);
    }

    @Test
    void a_path_that_is_not_there_is_an_error() {
        Wire wire = Wire.of("{\"a\":{\"b\":1},\"c\":3}");
        for (List<String> path : List.of(List.of("x"), List.of("a", "x"), List.of("c", "x"), List.<String>of())) {
            assertThatThrownBy(() -> WireEdit.replace(wire, path, JsonNull.NULL))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void line_ends_between_tokens_become_spaces() throws JsonRefused {
        Wire pretty = Wire.of("{\r\n  \"a\": \"x\\ny\",\n  \"b\": [\r1\n]\n}\n");
        Wire line = WireEdit.singleLine(pretty);
        assertThat(line.singleLine()).isTrue();
        assertThat(line.length()).isEqualTo(pretty.length());
        assertThat(READER.read(line.bytes())).isEqualTo(READER.read(pretty.bytes()));
        assertThat(WireEdit.singleLine(line)).isSameAs(line);
    }

    @Property(tries = 500)
    void replacing_changes_that_value_and_no_other(
            @ForAll("objects") JsonObject object, @ForAll("values") Json value, @ForAll Random random)
            throws JsonRefused {
        String before = Spelling.of(object, random);
        for (List<String> path : paths(object)) {
            String after = WireEdit.replace(Wire.of(before), path, value).toString();
            assertThat(READER.read(Wire.of(after).bytes())).isEqualTo(changed(object, path, value));
            assertThat(onlyThatDiffers(before, after, value.text())).isTrue();
        }
    }

    @Property(tries = 500)
    void removing_takes_that_member_and_no_other(@ForAll("objects") JsonObject object, @ForAll Random random)
            throws JsonRefused {
        for (List<String> path : paths(object)) {
            Wire after = WireEdit.remove(Wire.of(Spelling.of(object, random)), path);
            assertThat(READER.read(after.bytes())).isEqualTo(changed(object, path, null));
        }
    }

    @Property(tries = 500)
    void putting_a_new_member_adds_it_last(
            @ForAll("objects") JsonObject object, @ForAll("values") Json value, @ForAll Random random)
            throws JsonRefused {
        Wire after = WireEdit.put(Wire.of(Spelling.of(object, random)), List.of("new member"), value);
        assertThat(READER.read(after.bytes())).isEqualTo(object.with("new member", value));
        assertThat(READER.read(WireEdit.singleLine(after).bytes())).isEqualTo(object.with("new member", value));
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return Arbitraries.maps(names(), values())
                .ofMinSize(0)
                .ofMaxSize(5)
                .map(members -> new JsonObject(new LinkedHashMap<>(members)));
    }

    @Provide
    Arbitrary<Json> values() {
        return Arbitraries.lazyOf(
                () -> texts().map(JsonString::new),
                () -> Arbitraries.of("0", "-1.10", "1e400", "123456789012345678901234567890", "2E-7")
                        .map(JsonNumber::new),
                () -> Arbitraries.of(JsonNull.NULL, JsonBoolean.TRUE, JsonBoolean.FALSE),
                () -> values().list().ofMaxSize(3).map(JsonArray::new),
                () -> Combinators.combine(names(), values()).as((name, value) -> new JsonObject(Map.of(name, value))));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.oneOf(Arbitraries.of("id", "params", "_meta", "a\"b", "c\\", "é", "😀", ""), texts());
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("", "{", "}", "[", "]", ",", ":", "\"", "\\", "x", " ", "\n", "é", "😀")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    private static List<List<String>> paths(JsonObject object) {
        List<List<String>> found = new ArrayList<>();
        object.members().forEach((name, value) -> {
            found.add(List.of(name));
            if (value instanceof JsonObject inner) {
                inner.members().keySet().forEach(child -> found.add(List.of(name, child)));
            }
        });
        return found;
    }

    private static JsonObject changed(JsonObject object, List<String> path, @Nullable Json value) {
        String first = path.getFirst();
        if (path.size() == 1) {
            return value == null ? object.without(first) : object.with(first, value);
        }
        JsonObject inner = object.object(first);
        assertThat(inner).isNotNull();
        return object.with(first, changed(Objects.requireNonNull(inner), path.subList(1, path.size()), value));
    }

    /** Whether {@code after} is {@code before} with one stretch replaced by {@code middle}. */
    private static boolean onlyThatDiffers(String before, String after, String middle) {
        for (int i = after.indexOf(middle); i >= 0; i = after.indexOf(middle, i + 1)) {
            int rest = after.length() - i - middle.length();
            if (i + rest <= before.length()
                    && before.startsWith(after.substring(0, i))
                    && before.endsWith(after.substring(i + middle.length()))) {
                return true;
            }
        }
        return false;
    }

    /** Writes a value as somebody else might: white space anywhere, any character escaped. */
    private static final class Spelling {

        static String of(Json value, Random random) {
            var out = new StringBuilder();
            write(value, out, random);
            return out.toString();
        }

        private static void write(Json value, StringBuilder out, Random random) {
            space(out, random);
            switch (value) {
                case JsonObject object -> {
                    out.append('{');
                    String separator = "";
                    for (var member : object.members().entrySet()) {
                        out.append(separator);
                        space(out, random);
                        string(member.getKey(), out, random);
                        space(out, random);
                        out.append(':');
                        write(member.getValue(), out, random);
                        separator = ",";
                    }
                    space(out, random);
                    out.append('}');
                }
                case JsonArray array -> {
                    out.append('[');
                    String separator = "";
                    for (Json item : array.items()) {
                        out.append(separator);
                        write(item, out, random);
                        separator = ",";
                    }
                    space(out, random);
                    out.append(']');
                }
                case JsonString text -> string(text.value(), out, random);
                case JsonNumber number -> out.append(number.literal());
                case JsonBoolean bool -> out.append(bool.text());
                case JsonNull none -> out.append("null");
            }
            space(out, random);
        }

        private static void space(StringBuilder out, Random random) {
            for (int i = random.nextInt(3); i > 0; i--) {
                out.append(" \t\r\n".charAt(random.nextInt(4)));
            }
        }

        private static void string(String value, StringBuilder out, Random random) {
            out.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c < 0x20 || c == '"' || c == '\\' || random.nextInt(4) == 0 && !Character.isSurrogate(c)) {
                    out.append(c == '"' && random.nextBoolean() ? "\\\"" : String.format("\\u%04X", (int) c));
                } else {
                    out.append(c);
                }
            }
            out.append('"');
        }
    }
}
