package dev.lockkeeper.guard.schema;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The tables and corpora that the tests of this package read. */
final class Checkout {

    private static final JsonReader READER =
            new JsonReader(new JsonLimits(8 << 20, 128, 4 << 20, 4096, 512, 9_999, 100_000, 10_000));

    private Checkout() {}

    /** The cases of a table under {@code testdata/schema}. */
    static List<Map<String, Object>> table(String name) {
        try {
            String text = Files.readString(root().resolve("testdata/schema").resolve(name));
            var cases = new ArrayList<Map<String, Object>>();
            for (Object row : (List<?>) new Load(LoadSettings.builder().build()).loadFromString(text)) {
                var members = new LinkedHashMap<String, Object>();
                ((Map<?, ?>) row).forEach((key, value) -> members.put((String) key, value));
                cases.add(members);
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the public corpora; skips the test where it is absent. */
    static Path corpus(String name) {
        Path file = root().resolve("../shared/corpora").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: the corpus " + name + " is not here");
        return file;
    }

    static Json read(byte[] text) {
        try {
            return READER.read(text);
        } catch (JsonRefused e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Json json(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A value of a table: JSON text as it stands, anything else member by member. */
    static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.NULL;
            case String text -> new JsonString(text);
            case Boolean bool -> JsonBoolean.of(bool);
            case Number number -> new JsonNumber(number.toString());
            case List<?> list -> new JsonArray(list.stream().map(Checkout::json).toList());
            case Map<?, ?> map -> {
                var members = new LinkedHashMap<String, Json>();
                map.forEach((key, member) -> members.put(key.toString(), json(member)));
                yield new JsonObject(members);
            }
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        };
    }

    static Path root() {
        return Path.of(System.getProperty("lockkeeper.root", "."));
    }
}
