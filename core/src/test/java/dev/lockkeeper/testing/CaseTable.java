package dev.lockkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A YAML file below {@code testdata} that is a list of cases, each a mapping with a unique {@code name}. A key that the
 * test does not know fails, so that a misspelt expectation is never an expectation less.
 */
public final class CaseTable {

    private CaseTable() {}

    /** One case of a table. */
    public record Case(String name, Map<String, Object> values) {

        public boolean has(String key) {
            return values.containsKey(key);
        }

        /** The scalar of this key as text. */
        public String text(String key) {
            Object value = values.get(key);
            if (value == null) {
                throw new AssertionError("the case " + name + " has no " + key);
            }
            return value.toString();
        }

        /** The scalar of this key as text, or what stands in for it. */
        public String text(String key, String otherwise) {
            return has(key) ? text(key) : otherwise;
        }

        /** The mapping of this key; empty where it is absent. */
        public Map<?, ?> map(String key) {
            return values.get(key) instanceof Map<?, ?> map ? map : Map.of();
        }

        /** The list of this key; empty where it is absent. */
        public List<?> list(String key) {
            return values.get(key) instanceof List<?> list ? list : List.of();
        }
    }

    /** The cases of a table, such as {@code json/reader.yaml}. */
    public static List<Case> read(String table, Set<String> keys) {
        var settings = LoadSettings.builder().setLabel(table).build();
        Object loaded;
        try {
            loaded = new Load(settings).loadFromString(Files.readString(Checkout.testdata(table)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Case> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object entry : (List<?>) loaded) {
            Map<String, Object> values = new java.util.LinkedHashMap<>();
            ((Map<?, ?>) entry).forEach((key, value) -> values.put(key.toString(), value));
            String name = String.valueOf(values.remove("name"));
            for (String key : values.keySet()) {
                if (!keys.contains(key)) {
                    throw new AssertionError(table + ": the case " + name + " has the unknown key " + key);
                }
            }
            if (!names.add(name)) {
                throw new AssertionError(table + ": there are two cases " + name);
            }
            cases.add(new Case(name, values));
        }
        return cases;
    }

    /** The cases of a table as tests. */
    public static Stream<DynamicTest> tests(String table, Set<String> keys, Consumer<Case> check) {
        return read(table, keys).stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check.accept(one)));
    }
}
