package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tables of cases in the repository's {@code testdata}: arrays of objects. */
final class Cases {

    private Cases() {}

    static List<JsonObject> in(String file) {
        try {
            byte[] text = Files.readAllBytes(Path.of(System.getProperty("lockkeeper.root"), "testdata", file));
            var table = (JsonArray) new JsonReader(JsonLimits.DEFAULT).read(text);
            return table.items().stream().map(JsonObject.class::cast).toList();
        } catch (IOException | JsonRefused e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    static String text(JsonObject row, String name) {
        String value = row.string(name);
        if (value == null) {
            throw new AssertionError("a case without " + name + ": " + row);
        }
        return value;
    }

    static int number(JsonObject row, String name, int otherwise) {
        return row.get(name) instanceof JsonNumber number ? number.value().intValueExact() : otherwise;
    }
}
