package dev.lockkeeper.json;

import java.util.LinkedHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** JSON values of every kind, within the default limits, with whole surrogate pairs and without NUL in names. */
public final class JsonArbitraries {

    private JsonArbitraries() {}

    public static Arbitrary<Json> values() {
        return values(4);
    }

    public static Arbitrary<JsonObject> objects() {
        return objects(3);
    }

    // Without edge cases in containers: the combinations of those of a recursive type do not end.
    private static Arbitrary<Json> values(int depth) {
        Arbitrary<Json> scalar = Arbitraries.oneOf(
                Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE, JsonNull.NULL),
                numbers(),
                strings().map(JsonString::new));
        if (depth == 0) {
            return scalar;
        }
        return Arbitraries.<Json>oneOf(
                        scalar, values(depth - 1).list().ofMaxSize(4).map(JsonArray::new), objects(depth - 1))
                .withoutEdgeCases();
    }

    private static Arbitrary<JsonObject> objects(int depth) {
        return Arbitraries.maps(names(), values(depth))
                .ofMaxSize(4)
                .map(members -> new JsonObject(new LinkedHashMap<>(members)))
                .withoutEdgeCases();
    }

    public static Arbitrary<String> strings() {
        var codePoints = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0xD7FF),
                Arbitraries.integers().between(0xE000, 0x10FFFF),
                Arbitraries.integers().between(0, 0x7F));
        return codePoints
                .list()
                .ofMaxSize(12)
                .map(all -> all.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    static Arbitrary<JsonNumber> numbers() {
        var whole =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(40).map(JsonArbitraries::unpadded);
        var fraction =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(40).map(digits -> "." + digits);
        var exponent = Combinators.combine(
                        Arbitraries.of("e", "E"),
                        Arbitraries.of("", "+", "-"),
                        Arbitraries.integers().between(0, 9_999))
                .as((e, sign, digits) -> e + sign + digits);
        return Combinators.combine(Arbitraries.of("", "-"), whole, fraction.injectNull(0.5), exponent.injectNull(0.5))
                .as((minus, digits, point, e) ->
                        new JsonNumber(minus + digits + (point == null ? "" : point) + (e == null ? "" : e)));
    }

    private static Arbitrary<String> names() {
        return strings().filter(name -> name.indexOf('\0') < 0);
    }

    private static String unpadded(String digits) {
        String rest = digits.replaceFirst("^0+", "");
        return rest.isEmpty() ? "0" : rest;
    }
}
