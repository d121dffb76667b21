package dev.lockkeeper.yaml;

import com.google.re2j.Pattern;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.yaml.YamlNode.Scalar;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds the value of one key. Null stands for what is wrong and was said to be. */
final class Values {

    static final String DURATION = "[0-9]{1,9}(ms|s|m|h|d)";
    private static final Pattern DURATIONS = Pattern.compile(DURATION);
    private static final Pattern INTEGERS = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private final YamlBinder binder;

    Values(YamlBinder binder) {
        this.binder = binder;
    }

    @Nullable Object bind(Shape.Field field, Type type, YamlNode node) {
        if (node instanceof YamlNode.Broken) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return list(field, arguments[0], node);
            }
            if (generic.getRawType() == Map.class) {
                return map(field, arguments[1], node);
            }
            if (generic.getRawType() == Located.class) {
                return located(field, arguments[0], node);
            }
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord() && !Json.class.isAssignableFrom(raw)) {
            return binder.record(raw, node);
        }
        if (raw == Json.class) {
            return CoreSchema.toJson(node);
        }
        if (raw == JsonObject.class) {
            return node instanceof YamlNode.Mapping
                    ? CoreSchema.toJson(node)
                    : wrong(node, "Expected a mapping of keys.");
        }
        if (!(node instanceof Scalar scalar)) {
            return wrong(node, "Expected " + words(raw) + ", not a list or a mapping.");
        }
        return CoreSchema.isNull(scalar)
                ? wrong(node, "There is no value; write one, or remove the key.")
                : scalar(field, raw, scalar);
    }

    private @Nullable Object scalar(Shape.Field field, Class<?> type, Scalar scalar) {
        if (type == String.class) {
            return text(field, scalar);
        }
        if (type == boolean.class) {
            return scalar.plain()
                            && (scalar.text().equals("true") || scalar.text().equals("false"))
                    ? (Object) scalar.text().equals("true")
                    : wrong(scalar, "Expected true or false.");
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return integer(field, type, scalar);
        }
        if (type == Duration.class) {
            return DURATIONS.matches(scalar.text())
                    ? duration(scalar.text())
                    : wrong(scalar, "Expected a duration such as 500ms, 30s, 5m, 2h or 1d.");
        }
        if (type == Instant.class) {
            return instant(scalar);
        }
        if (type.isEnum()) {
            Map<String, Object> constants = Shape.constants(type);
            Object constant = constants.get(scalar.text());
            return constant != null
                    ? constant
                    : wrong(
                            scalar,
                            "Unknown value " + YamlProblem.quote(scalar.text())
                                    + Nearest.hint(scalar.text(), constants.keySet()));
        }
        throw new IllegalStateException("no binding for " + type);
    }

    private @Nullable String text(Shape.Field field, Scalar scalar) {
        if (!CoreSchema.isString(scalar)) {
            return (String) wrong(
                    scalar,
                    matches(field, scalar.text())
                            ? "Expected a text; put it in quotes: \"" + scalar.text() + "\"."
                            : mismatch(field, scalar.text()));
        }
        return matches(field, scalar.text()) ? scalar.text() : (String) wrong(scalar, mismatch(field, scalar.text()));
    }

    private static boolean matches(Shape.Field field, String text) {
        Matches matches = field.get(Matches.class);
        return matches == null || Pattern.matches(matches.value(), text);
    }

    private static String mismatch(Shape.Field field, String text) {
        Matches matches = field.get(Matches.class);
        return "Expected " + (matches == null ? "" : matches.words()) + ", not " + YamlProblem.quote(text) + ".";
    }

    private @Nullable Object integer(Shape.Field field, Class<?> type, Scalar scalar) {
        if (!scalar.plain() || !INTEGERS.matches(scalar.text())) {
            return wrong(scalar, "Expected an integer.");
        }
        long value = Long.parseLong(scalar.text());
        Range range = field.get(Range.class);
        boolean narrow = type != long.class;
        long min = range == null ? (narrow ? Integer.MIN_VALUE : Long.MIN_VALUE) : range.min();
        long max = Math.min(range == null ? Long.MAX_VALUE : range.max(), narrow ? Integer.MAX_VALUE : Long.MAX_VALUE);
        if (value < min || value > max) {
            return wrong(scalar, "Expected an integer from " + min + " to " + max + ".");
        }
        return narrow ? (Object) (int) value : (Object) value;
    }

    /** @param text matches {@link #DURATION} */
    private static Duration duration(String text) {
        int unit = text.endsWith("ms") ? text.length() - 2 : text.length() - 1;
        long amount = Long.parseLong(text.substring(0, unit));
        return switch (text.substring(unit)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private @Nullable Object instant(Scalar scalar) {
        try {
            return Instant.parse(scalar.text());
        } catch (DateTimeException e) {
            return wrong(scalar, "Expected a time such as 2026-11-21T10:00:00Z.");
        }
    }

    private @Nullable Object list(Shape.Field field, Type element, YamlNode node) {
        OneOrMany one = field.get(OneOrMany.class);
        List<YamlNode> items;
        if (node instanceof YamlNode.Sequence sequence) {
            items = sequence.items();
        } else if (one != null && node instanceof Scalar scalar && CoreSchema.isString(scalar)) {
            items = one.split() ? split(scalar) : List.of(scalar);
        } else {
            return wrong(node, "Expected " + (one == null ? "" : "a text or ") + "a list, such as " + example(element));
        }
        Range range = field.get(Range.class);
        if (range != null && (items.size() < range.min() || items.size() > range.max())) {
            return wrong(
                    node,
                    items.size() < range.min()
                            ? "Expected at least " + range.min() + " element."
                            : "Expected at most " + range.max() + " elements.");
        }
        List<Object> bound = new ArrayList<>(items.size());
        for (YamlNode item : items) {
            Object value = bind(field, element, item);
            if (value != null) {
                bound.add(value);
            }
        }
        return Collections.unmodifiableList(bound);
    }

    private static String example(Type element) {
        if (!(element instanceof Class<?> raw) || !raw.isRecord() || raw.isAnnotationPresent(Shorthand.class)) {
            return "[a, b].";
        }
        return Shape.of(raw).keys().stream()
                .limit(2)
                .map(field -> field.key() + ": …")
                .collect(Collectors.joining(", ", "- {", "}"));
    }

    private List<YamlNode> split(Scalar scalar) {
        if (scalar.text().contains("\"")
                || scalar.text().contains("'")
                || scalar.text().contains("\\")) {
            wrong(
                    scalar,
                    "No shell reads this, so quotes and backslashes mean nothing; write a list instead: [npx, -y, …].");
            return List.of();
        }
        return Arrays.stream(scalar.text().strip().split("[ \t\n]+"))
                .<YamlNode>map(word -> new Scalar(word, false, scalar.position(), scalar.content(), false))
                .toList();
    }

    private @Nullable Object map(Shape.Field field, Type element, YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return wrong(node, "Expected a mapping of names.");
        }
        Map<String, Object> bound = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!matches(field, entry.key())) {
                binder.problem(entry.position(), mismatch(field, entry.key()));
            }
            Object value =
                    element == String.class && entry.value() instanceof Scalar scalar && CoreSchema.isString(scalar)
                            ? scalar.text()
                            : bind(field, element, entry.value());
            if (value != null) {
                bound.put(entry.key(), value);
            }
        }
        return Collections.unmodifiableMap(bound);
    }

    private @Nullable Object located(Shape.Field field, Type type, YamlNode node) {
        Object value = bind(field, type, node);
        if (value == null) {
            return null;
        }
        return node instanceof Scalar scalar
                ? new Located<>(value, scalar.content(), scalar.verbatim())
                : new Located<>(value, node.position(), false);
    }

    private @Nullable Object wrong(YamlNode node, String message) {
        if (!(node instanceof YamlNode.Broken)) {
            binder.problem(node.position(), message);
        }
        return null;
    }

    private static String words(Class<?> type) {
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return "an integer";
        }
        return type == Duration.class ? "a duration" : type == Instant.class ? "a time" : "a text";
    }
}
