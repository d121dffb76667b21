package dev.lockkeeper.secret;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.CaseTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cases below {@code testdata/secret}, put together so that nothing in them looks like a leak before. */
public final class SecretCases {

    /** Countries whose numbers the tables hold. */
    public static final Set<String> LOCALES = Set.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "IN", "BR", "PL");

    public static final List<String> TABLES =
            List.of("secret/tokens.yaml", "secret/members.yaml", "secret/personal.yaml");

    private static final String MARK = "\u00b0";

    private SecretCases() {}

    /**
     * One case.
     *
     * @param member the name that the value has, or an empty text
     * @param find the kind that is found, or null
     * @param part what exactly is found, or null where that is not said
     */
    public record Row(
            String name,
            String member,
            Json value,
            @Nullable Kind find,
            @Nullable String part) {

        /** The texts of the value. */
        public List<String> texts() {
            return switch (value) {
                case JsonString string -> List.of(string.value());
                case JsonNumber number -> List.of(number.literal());
                case JsonArray array ->
                    array.items().stream()
                            .map(item -> ((JsonString) item).value())
                            .toList();
                default -> throw new AssertionError("a case is a text, a number or texts: " + name);
            };
        }
    }

    public static List<Row> read(String table) {
        List<Row> rows = new ArrayList<>();
        for (CaseTable.Case one : CaseTable.read(table, Set.of("value", "member", "find", "part"))) {
            String find = one.text("find");
            Kind kind = find.equals("none")
                    ? null
                    : Kind.of(find).orElseThrow(() -> new AssertionError("there is no kind " + find));
            rows.add(new Row(
                    one.name(),
                    one.text("member", ""),
                    value(one),
                    kind,
                    one.has("part") ? plain(one.text("part")) : null));
        }
        return rows;
    }

    private static Json value(CaseTable.Case one) {
        return switch (one.values().get("value")) {
            case Number number -> new JsonNumber(number.toString());
            case List<?> list ->
                JsonArray.ofStrings(
                        list.stream().map(item -> plain(item.toString())).toList());
            case null, default -> new JsonString(plain(one.text("value")));
        };
    }

    private static String plain(String text) {
        return text.replace(MARK, "");
    }
}
