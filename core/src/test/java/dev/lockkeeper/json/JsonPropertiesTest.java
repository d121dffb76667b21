package dev.lockkeeper.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertiesTest {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    @Property
    void what_is_written_is_read_as_the_same_value(@ForAll("values") Json value) throws JsonRefused {
        Json again = READER.read(value.text().getBytes(UTF_8));
        assertThat(again).isEqualTo(value);
        assertThat(again.text()).isEqualTo(value.text());
    }

    @Property
    void what_is_written_stands_on_one_line(@ForAll("values") Json value) {
        assertThat(value.text())
                .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");
    }

    @Property
    void the_canonical_form_is_its_own_canonical_form(@ForAll("values") Json value) throws JsonRefused {
        byte[] canonical = CanonicalJson.bytes(value);
        assertThat(CanonicalJson.bytes(READER.read(canonical))).isEqualTo(canonical);
    }

    @Property
    void the_canonical_form_does_not_depend_on_the_order_of_members(
            @ForAll("values") Json value, @ForAll Random random) {
        Json shuffled = shuffled(value, random);
        assertThat(CanonicalJson.bytes(shuffled)).isEqualTo(CanonicalJson.bytes(value));
        assertThat(CanonicalJson.digest(shuffled)).isEqualTo(CanonicalJson.digest(value));
    }

    @Property
    void different_values_have_different_canonical_forms(@ForAll("values") Json one, @ForAll("values") Json other) {
        // Equality of records ignores the order of members, as the canonical form does.
        assertThat(java.util.Arrays.equals(CanonicalJson.bytes(one), CanonicalJson.bytes(other)))
                .isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<Json> values() {
        return JsonArbitraries.values();
    }

    private static Json shuffled(Json value, Random random) {
        return switch (value) {
            case JsonObject object -> {
                List<Map.Entry<String, Json>> members =
                        new ArrayList<>(object.members().entrySet());
                Collections.shuffle(members, random);
                var shuffled = new LinkedHashMap<String, Json>();
                members.forEach(member -> shuffled.put(member.getKey(), shuffled(member.getValue(), random)));
                yield new JsonObject(shuffled);
            }
            case JsonArray array ->
                new JsonArray(array.items().stream()
                        .map(item -> shuffled(item, random))
                        .toList());
            case JsonString string -> string;
            case JsonNumber number -> number;
            case JsonBoolean bool -> bool;
            case JsonNull none -> none;
        };
    }
}
