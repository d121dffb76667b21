package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of a guard of values, as tools of a server and what the policy says of them. Each table has a tool for strings,
 * one for lists where those have a type of their own, and one for whatever else is tried, whose schema admits everything.
 *
 * @param name that of its tools
 * @param file family and file
 * @param type of strings; empty where nothing is said of them
 * @param guards what the policy says
 */
record GuardTable(String name, String file, String type, JsonObject guards, List<Row> rows) {

    /** Guards of values, each a folder of testdata. */
    static final List<String> FAMILIES = List.of("path", "url", "sql", "shell", "text", "secret");

    /** What only the operands of commands are. */
    private static final List<String> OTHERS = List.of("path/tree", "path/tree-extensions");

    /** What is found in a text; it says of two types what follows. */
    private static final String NESTED = "text/nested";

    private static final String EVERYTHING = "-any";
    private static final String LISTS = "-list";

    /** @param reason of the refusal; null where the call is answered */
    record Row(
            String name,
            String tool,
            JsonObject arguments,
            @Nullable String reason) {}

    static List<GuardTable> all() {
        return FAMILIES.stream()
                .flatMap(family -> Yaml.tables(family).stream()
                        .filter(file -> !OTHERS.contains(family + "/" + file))
                        .flatMap(file -> (family + "/" + file).equals(NESTED)
                                ? Stream.of(nested("text"), nested("path"))
                                : Stream.of(read(family, file))))
                .toList();
    }

    private static GuardTable read(String family, String file) {
        Json table = Yaml.table(family + "/" + file + ".yaml");
        String type = switch (family) {
            case "path" -> Yaml.text((JsonObject) table, "access").equals("write") ? "path:write" : "path";
            case "url" -> file.startsWith("email") ? "email" : file.equals("host") ? "host" : "url";
            case "text" -> file.startsWith("identifier") ? "identifier" : file.startsWith("regex") ? "regex" : "text";
            case "secret" -> "";
            default -> family;
        };
        JsonObject guards =
                family.equals("secret") ? secrets(file) : guards(type.replace(":write", ""), (JsonObject) table);
        String name = family + "-" + file;
        List<Row> rows = new ArrayList<>();
        for (JsonObject row : Yaml.rows(table)) {
            rows.add(family.equals("secret") ? secret(name, row) : row(name, family, row));
        }
        return new GuardTable(name, family + "/" + file, type, guards, List.copyOf(rows));
    }

    private static GuardTable nested(String type) {
        var guards = (JsonObject) Yaml.json("""
                {"path":{"write":"/workspace","relative":"/workspace","mode":"lexical"},"url":{"hosts":"*"}}""");
        String name = "nested-" + type;
        List<Row> rows = new ArrayList<>();
        for (JsonObject row : Yaml.rows(Yaml.table(NESTED + ".yaml"))) {
            long strings = row.get("json-strings") instanceof JsonNumber number
                    ? number.value().longValueExact()
                    : 0;
            String several =
                    LongStream.range(0, strings).mapToObj(i -> "s " + i).collect(Collectors.joining("\",\""));
            rows.add(new Row(
                    Yaml.text(row, "name"),
                    name,
                    JsonObject.EMPTY.with("value", Yaml.text(row, "value").replace("%s", several)),
                    row.string("as-" + type)));
        }
        return new GuardTable(name, NESTED, type, guards, List.copyOf(rows));
    }

    // What stands in for the guards of operands in the tests of core, as settings of the real ones.
    private static JsonObject guards(String key, JsonObject table) {
        JsonObject settings = Objects.requireNonNull(table.object("settings"));
        // The tables of paths are about their text; the directories are not those of this machine.
        boolean isText = key.equals("path") && settings.get("mode") == null;
        JsonObject guards = JsonObject.EMPTY.with(key, isText ? settings.with("mode", "lexical") : settings);
        if (!key.equals("shell")) {
            return guards;
        }
        var paths = (JsonObject) Yaml.json("""
                {"read":"/workspace","write":"/workspace/out","relative":"/workspace","mode":"lexical"}""");
        JsonArray deny = table.array("deny");
        return guards.with("path", deny == null ? paths : paths.with("deny", deny))
                .with("url", Yaml.json("{\"hosts\":\"example.com\"}"));
    }

    private static JsonObject secrets(String file) {
        return (JsonObject) Yaml.json(file.equals("personal") ? """
                {"secrets":{"personal":{"arguments":"deny"}}}""" : """
                {"secrets":{}}""");
    }

    private static Row row(String table, String family, JsonObject row) {
        Json value = value(row);
        String tool = switch (value) {
            case JsonString text -> table;
            case JsonArray list when family.equals("shell") -> table + LISTS;
            default -> table + EVERYTHING;
        };
        return new Row(
                Yaml.text(row, "name", value.text()),
                tool,
                JsonObject.EMPTY.with("value", value),
                Yaml.text(row, "expect").equals("fit") ? null : Yaml.text(row, "reason"));
    }

    private static Json value(JsonObject row) {
        if (row.array("repeat") instanceof JsonArray(List<Json> parts)) {
            int times = ((JsonNumber) parts.get(2)).value().intValueExact();
            return new JsonString(string(parts.get(0))
                    + string(parts.get(1)).repeat(times)
                    + string(parts.get(3))
                    + string(parts.get(4)).repeat(times)
                    + string(parts.get(5)));
        }
        Json value = Objects.requireNonNull(row.get("value"));
        return value instanceof JsonString(String text) && row.get("times") instanceof JsonNumber times
                ? new JsonString(text.repeat(times.value().intValueExact()))
                : value;
    }

    private static String string(Json json) {
        return ((JsonString) json).value();
    }

    private static Row secret(String table, JsonObject row) {
        boolean found = !Yaml.text(row, "find").equals("none");
        Json value = Yaml.json(Objects.requireNonNull(row.get("value")).text().replace("\u00b0", ""));
        return new Row(
                Yaml.text(row, "name"),
                table + EVERYTHING,
                JsonObject.EMPTY.with(Yaml.text(row, "member", "value"), value),
                found ? (table.endsWith("personal") ? "personal.found" : "secret.found") : null);
    }

    /** The tools that the rows call, and what their schemas say of the value. */
    Map<String, JsonObject> tools() {
        Map<String, JsonObject> tools = new LinkedHashMap<>();
        for (Row row : rows) {
            tools.put(row.tool(), (JsonObject) Yaml.json(
                    row.tool().endsWith(EVERYTHING)
                            ? "{}"
                            : row.tool().endsWith(LISTS) ? "{\"type\":\"array\"}" : "{\"type\":\"string\"}"));
        }
        return tools;
    }

    /** What the policy says of the tools' arguments. */
    Stream<JsonObject> policy() {
        return tools().keySet().stream().map(tool -> {
            boolean words = type.equals("shell") && !tool.equals(name);
            JsonObject entry = JsonObject.EMPTY.with("tool", tool).with("guards", guards);
            return (type.isEmpty()
                            ? entry
                            : entry.with("types", JsonObject.EMPTY.with("/value", words ? "argv" : type)))
                    .with("untyped", tool.endsWith(EVERYTHING) ? "allow" : "deny");
        });
    }
}
