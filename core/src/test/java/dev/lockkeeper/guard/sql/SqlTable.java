package dev.lockkeeper.guard.sql;

import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file of {@code testdata/sql}: settings as a policy has them, and statements with what the guard says of them. */
record SqlTable(String name, SqlSettings settings, List<Line> lines) {

    /** One statement: fit where there is no reason. */
    record Line(String name, String value, @Nullable String reason) {}

    static List<SqlTable> all() {
        try (Stream<Path> files = Files.list(Checkout.testdata("sql"))) {
            return files.sorted().map(SqlTable::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SqlTable named(String name) {
        return read(Checkout.testdata("sql/" + name + ".yaml"));
    }

    private static SqlTable read(Path file) {
        String name = file.getFileName().toString().replace(".yaml", "");
        try {
            var table = (Map<?, ?>)
                    new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(Files.readString(file));
            require(table.keySet().equals(Set.of("settings", "cases")), name + " has other keys");
            List<Line> lines = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (Object entry : (List<?>) get(table, "cases")) {
                Line line = line((Map<?, ?>) entry, name);
                require(names.add(line.name), name + " has two cases " + line.name);
                lines.add(line);
            }
            return new SqlTable(name, settings(get(table, "settings")), List.copyOf(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(Map<?, ?> entry, String table) {
        require(
                Set.of("name", "value", "repeat", "expect", "reason").containsAll(entry.keySet()),
                table + ": " + entry);
        boolean fit = get(entry, "expect").equals("fit");
        require(fit != entry.containsKey("reason"), table + ": what is unfit has a reason: " + entry);
        return new Line(get(entry, "name").toString(), value(entry), fit ? null : (String) entry.get("reason"));
    }

    /** The statement, or {@code repeat: [before, repeated, times, between, repeated as often, after]} for a long one. */
    private static String value(Map<?, ?> entry) {
        if (entry.get("repeat") instanceof List<?> parts) {
            int times = (Integer) parts.get(2);
            return parts.get(0)
                    + parts.get(1).toString().repeat(times)
                    + parts.get(3)
                    + parts.get(4).toString().repeat(times)
                    + parts.get(5);
        }
        return (String) get(entry, "value");
    }

    private static SqlSettings settings(Object mapping) {
        String yaml = new Dump(DumpSettings.builder().build()).dumpToString(mapping);
        try {
            return YamlBinder.bind(SqlSettings.class, "settings", yaml.getBytes(StandardCharsets.UTF_8));
        } catch (YamlInvalid e) {
            throw new AssertionError(e);
        }
    }

    private static Object get(Map<?, ?> mapping, String key) {
        return Objects.requireNonNull(mapping.get(key), () -> "no " + key + " in " + mapping);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
