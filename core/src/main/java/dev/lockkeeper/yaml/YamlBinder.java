package dev.lockkeeper.yaml;

import dev.lockkeeper.json.Json;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds one YAML document to a record. Keys are the components' names in kebab case; what is not declared is an error,
 * and all errors are found at once. Stateless; thread-safe.
 *
 * <p>A component is a {@code String}, {@code int}, {@code long}, {@code boolean}, an enum, a {@link java.time.Duration}
 * ({@code 30s}), an {@link java.time.Instant}, a {@link Json} value, a {@link Located} one, a {@code List} or a
 * {@code Map} of these, or another record. A component without {@link Default} that is neither a collection nor
 * {@code @Nullable} must be present. A constructor that throws {@link IllegalArgumentException} refuses the mapping with
 * that message; one that is {@link Checked} is asked for more.
 */
public final class YamlBinder {

    private final List<YamlProblem> problems = new ArrayList<>();
    private final Values values = new Values(this);

    private YamlBinder() {}

    /**
     * @param file how the file is named in messages
     * @param text the document in UTF-8
     * @throws YamlInvalid with everything that is wrong
     */
    public static <T extends Record> T bind(Class<T> type, String file, byte[] text) throws YamlInvalid {
        var binder = new YamlBinder();
        YamlNode root = new YamlReader(file, binder.problems).read(text);
        if (root == null && binder.problems.isEmpty()) {
            binder.problem(new Position(file, 1, 1), "The file is empty.");
        }
        Object bound = root == null ? null : binder.record(type, root);
        if (bound == null || !binder.problems.isEmpty()) {
            throw new YamlInvalid(binder.problems);
        }
        return type.cast(bound);
    }

    /** The document as JSON, for tools that validate it against the schema. */
    public static Json toJson(String file, byte[] text) throws YamlInvalid {
        List<YamlProblem> problems = new ArrayList<>();
        YamlNode root = new YamlReader(file, problems).read(text);
        if (root == null || !problems.isEmpty()) {
            problems.add(new YamlProblem(new Position(file, 1, 1), "The file holds no document."));
            throw new YamlInvalid(problems);
        }
        return CoreSchema.toJson(root);
    }

    /** The value of a {@link Default}; its mistakes are the programmer's. */
    static YamlNode defaultNode(String yaml) {
        List<YamlProblem> problems = new ArrayList<>();
        YamlNode node = new YamlReader("default", problems).read(yaml.getBytes(StandardCharsets.UTF_8));
        if (node == null || !problems.isEmpty()) {
            throw new IllegalStateException("a default is not YAML: " + yaml);
        }
        return node;
    }

    void problem(Position position, String message) {
        problems.add(new YamlProblem(position, message));
    }

    /** The record, or null where something is wrong with it, which is among the problems then. */
    @Nullable Object record(Class<?> type, YamlNode node) {
        Shorthand shorthand = type.getAnnotation(Shorthand.class);
        YamlNode subject = node;
        if (shorthand != null && node instanceof YamlNode.Scalar scalar && CoreSchema.isString(scalar)) {
            var entry = new YamlNode.Entry(shorthand.value(), node.position(), node);
            subject = new YamlNode.Mapping(List.of(entry), node.position());
        }
        if (!(subject instanceof YamlNode.Mapping mapping)) {
            if (!(node instanceof YamlNode.Broken)) {
                problem(
                        node.position(),
                        "Expected " + (shorthand == null ? "" : "a text or ") + "a mapping of keys, such as "
                                + Shape.of(type).keys().getFirst().key() + ": …");
            }
            return null;
        }
        int before = problems.size();
        Map<String, YamlNode.Entry> entries = entries(type, mapping);
        Object bound = construct(Shape.of(type), mapping, entries);
        return problems.size() == before ? bound : null;
    }

    private Map<String, YamlNode.Entry> entries(Class<?> type, YamlNode.Mapping mapping) {
        Map<String, String> names = new HashMap<>();
        List<String> known = new ArrayList<>();
        for (Shape.Field field : Shape.of(type).keys()) {
            names.put(field.key(), field.key());
            known.add(field.key());
            AlsoNamed also = field.get(AlsoNamed.class);
            if (also != null) {
                names.put(also.value(), field.key());
            }
        }
        Map<String, YamlNode.Entry> entries = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = names.get(entry.key());
            if (key == null) {
                problem(
                        entry.position(),
                        "Unknown key " + YamlProblem.quote(entry.key()) + Nearest.hint(entry.key(), known));
            } else if (entries.put(key, entry) != null) {
                problem(entry.position(), "The key " + entry.key() + " and its other name are both there; keep one.");
            }
        }
        // A key with an empty list says nothing, so it is not there.
        Set<String> present = new HashSet<>(entries.keySet());
        entries.forEach((key, entry) -> {
            if (entry.value() instanceof YamlNode.Sequence sequence
                    && sequence.items().isEmpty()) {
                present.remove(key);
            }
        });
        Shape.of(type).needs().forEach(needs -> check(needs, present, mapping.position()));
        return entries;
    }

    private void check(NeedsOne needs, Set<String> present, Position position) {
        String keys = String.join(", ", needs.value());
        long count = Arrays.stream(needs.value()).filter(present::contains).count();
        if (count == 0) {
            problem(position, "One of these keys is needed: " + keys + ".");
        } else if (count > 1 && needs.exactly()) {
            problem(position, "Only one of these keys may be there: " + keys + ".");
        }
    }

    private @Nullable Object construct(Shape shape, YamlNode.Mapping mapping, Map<String, YamlNode.Entry> entries) {
        int before = problems.size();
        @Nullable Object[] arguments = new Object[shape.fields().size()];
        for (int i = 0; i < arguments.length; i++) {
            Shape.Field field = shape.fields().get(i);
            arguments[i] = field.isPosition()
                    ? mapping.position()
                    : field.inline()
                            ? construct(Shape.of(field.raw()), mapping, entries)
                            : component(field, mapping, entries.get(field.key()));
        }
        if (problems.size() > before) {
            return null;
        }
        try {
            Object made = shape.constructor().newInstance(arguments);
            if (made instanceof Checked checked) {
                checked.check((key, message) -> problem(place(mapping, entries, key), message));
            }
            return made;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                problem(mapping.position(), String.valueOf(refusal.getMessage()));
                return null;
            }
            throw new IllegalStateException("a settings record failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a settings record cannot be made", e);
        }
    }

    private static Position place(YamlNode.Mapping mapping, Map<String, YamlNode.Entry> entries, String key) {
        String[] steps = key.split("/", 2);
        YamlNode.Entry entry = entries.get(steps[0]);
        if (entry == null) {
            return mapping.position();
        }
        if (steps.length == 2 && entry.value() instanceof YamlNode.Mapping below) {
            return below.entries().stream()
                    .filter(inner -> inner.key().equals(steps[1]))
                    .findFirst()
                    .map(inner -> inner.value().position())
                    .orElse(below.position());
        }
        return entry.value().position();
    }

    private @Nullable Object component(Shape.Field field, YamlNode.Mapping mapping, YamlNode.@Nullable Entry entry) {
        if (entry != null) {
            return values.bind(field, field.type(), entry.value());
        }
        Default fallback = field.get(Default.class);
        if (fallback != null) {
            return values.bind(field, field.type(), defaultNode(fallback.value()));
        }
        if (field.required()) {
            problem(mapping.position(), "The key " + field.key() + " is missing.");
            return null;
        }
        return field.isCollection() ? (List.class.isAssignableFrom(field.raw()) ? List.of() : Map.of()) : null;
    }
}
