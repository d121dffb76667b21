package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tables of {@code testdata} as JSON. */
final class Yaml {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT.withBytes(16 << 20));

    private Yaml() {}

    static Json table(String file) {
        try {
            return YamlBinder.toJson(file, Files.readAllBytes(Checkout.testdata(file)));
        } catch (IOException | YamlInvalid e) {
            throw new AssertionError(file, e);
        }
    }

    /** The tables of a folder, without their ending. */
    static List<String> tables(String folder) {
        try (Stream<java.nio.file.Path> files = Files.list(Checkout.testdata(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.substring(0, file.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(folder, e);
        }
    }

    /** The rows of a list, or of the cases of a table. */
    static List<JsonObject> rows(Json table) {
        Json cases = table instanceof JsonObject object ? object.get("cases") : table;
        return ((JsonArray) Objects.requireNonNull(cases))
                .items().stream().map(JsonObject.class::cast).toList();
    }

    /** How many rows the file has by its lines, for whoever wants to know that none was left out. */
    static long count(String file) {
        return Checkout.text("testdata/" + file)
                .lines()
                .filter(line -> line.strip().startsWith("- {") || line.strip().startsWith("- name:"))
                .count();
    }

    static Json json(String text) {
        try {
            return READER.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new AssertionError(text, e);
        }
    }

    static String text(JsonObject row, String key) {
        return Objects.requireNonNull(row.string(key), key);
    }

    static String text(JsonObject row, String key, String otherwise) {
        @Nullable String text = row.string(key);
        return text == null ? otherwise : text;
    }
}
