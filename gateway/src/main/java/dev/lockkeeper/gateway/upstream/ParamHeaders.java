package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Mcp-Param-*} headers that a tool's {@code inputSchema} asks for by {@code x-mcp-header} (MCP 2026-07-28,
 * "Custom Headers from Tool Parameters").
 */
public final class ParamHeaders {

    private static final String ANNOTATION = "x-mcp-header";
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    /** Keywords whose value is data, where a member of our name means nothing. */
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");
    /** Keywords whose value is an object of names to schemas. */
    private static final Set<String> BY_NAME =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    private static final BigDecimal MOST_INTEGER = BigDecimal.valueOf((1L << 53) - 1);

    /** Servers and what stands before them bound the headers of a request in number. */
    private static final int MOST = 64;

    private record Annotation(String name, List<String> path, String type) {

        /** What the header says of these arguments; null where it is left out. */
        @Nullable String of(JsonObject arguments) throws UpstreamFailure {
            Json value = at(arguments, path);
            return value == null || value == JsonNull.NULL ? null : text(value, type);
        }
    }

    /** By lower-case name, since the case of a header's name means nothing. */
    private final Map<String, Annotation> annotations = new TreeMap<>();

    private ParamHeaders() {}

    /**
     * Reads the annotations of a tool.
     *
     * @throws UpstreamFailure with {@code schema.invalid} when one breaks the specification's rules; such a tool is not
     *     to be listed nor called over HTTP
     */
    public static ParamHeaders of(ToolDefinition definition) throws UpstreamFailure {
        var headers = new ParamHeaders();
        JsonObject schema = definition.inputSchema();
        if (schema != null) {
            headers.read(schema, List.of(), true);
        }
        return headers;
    }

    /**
     * The headers of a call, by name; encoded.
     *
     * @throws UpstreamFailure with {@code arguments.invalid} when a value is not of the type the schema declares
     */
    public Map<String, String> of(JsonObject arguments) throws UpstreamFailure {
        var headers = new LinkedHashMap<String, String>();
        for (Annotation annotation : annotations.values()) {
            String value = annotation.of(arguments);
            if (value != null) {
                headers.put("Mcp-Param-" + annotation.name(), HeaderValue.encode(value));
            }
        }
        return headers;
    }

    /** Whether the tool asks for a header of this lower-case name, without {@code Mcp-Param-}. */
    boolean declares(String name) {
        return annotations.containsKey(name);
    }

    /**
     * Whether headers say what the arguments say: each declared header is there exactly when its argument is, with its
     * value. Headers that the tool does not declare are not looked at.
     *
     * @param sent by lower-case name without {@code Mcp-Param-}, decoded
     * @throws UpstreamFailure with {@code arguments.invalid} when a value is not of the type the schema declares
     */
    public boolean agree(JsonObject arguments, Map<String, String> sent) throws UpstreamFailure {
        boolean agree = true;
        for (var declared : annotations.entrySet()) {
            agree &= Objects.equals(declared.getValue().of(arguments), sent.get(declared.getKey()));
        }
        return agree;
    }

    // The depth of a definition was bounded when it was read.
    private void read(JsonObject schema, List<String> path, boolean reachable) throws UpstreamFailure {
        Json annotation = schema.get(ANNOTATION);
        if (annotation != null) {
            if (!reachable || path.isEmpty()) {
                throw invalid("stands where no chain of properties leads");
            }
            add(annotation, path, schema.get("type"));
        }
        for (var keyword : schema.members().entrySet()) {
            if (BY_NAME.contains(keyword.getKey()) && keyword.getValue() instanceof JsonObject byName) {
                boolean chain = reachable && keyword.getKey().equals("properties");
                for (var entry : byName.members().entrySet()) {
                    readAny(entry.getValue(), and(path, entry.getKey()), chain);
                }
            } else if (!DATA.contains(keyword.getKey())) {
                readAny(keyword.getValue(), path, false);
            }
        }
    }

    private void readAny(Json value, List<String> path, boolean reachable) throws UpstreamFailure {
        switch (value) {
            case JsonObject schema -> read(schema, path, reachable);
            case JsonArray schemas -> {
                for (Json schema : schemas.items()) {
                    readAny(schema, path, false);
                }
            }
            case JsonString text -> {}
            case JsonNumber number -> {}
            case JsonBoolean bool -> {}
            case JsonNull none -> {}
        }
    }

    private void add(Json annotation, List<String> path, @Nullable Json type) throws UpstreamFailure {
        if (!(annotation instanceof JsonString name) || !HeaderValue.name(name.value())) {
            throw invalid("is not the name of a header");
        }
        String declared = primitive(type);
        if (declared == null) {
            throw invalid("is on a parameter that is not of type string, integer or boolean");
        }
        var read = new Annotation(name.value(), path, declared);
        if (annotations.putIfAbsent(name.value().toLowerCase(Locale.ROOT), read) != null) {
            throw invalid("stands twice, case aside");
        }
        if (annotations.size() > MOST) {
            throw invalid("stands more than " + MOST + " times");
        }
    }

    /** The one primitive type; it may be joined by null, whose header is left out. */
    private static @Nullable String primitive(@Nullable Json type) {
        if (type instanceof JsonArray union) {
            List<Json> others = union.items().stream()
                    .filter(item -> !item.equals(new JsonString("null")))
                    .toList();
            return others.size() == 1 ? primitive(others.getFirst()) : null;
        }
        return type instanceof JsonString text && TYPES.contains(text.value()) ? text.value() : null;
    }

    private static @Nullable Json at(JsonObject arguments, List<String> path) {
        JsonObject object = arguments;
        for (String name : path.subList(0, path.size() - 1)) {
            object = object.object(name);
            if (object == null) {
                return null;
            }
        }
        return object.get(path.getLast());
    }

    private static String text(Json value, String type) throws UpstreamFailure {
        return switch (value) {
            case JsonString text when type.equals("string") -> text.value();
            case JsonBoolean bool when type.equals("boolean") -> bool.text();
            case JsonNumber number when type.equals("integer") -> decimal(number.value());
            case JsonString text -> throw mistyped();
            case JsonBoolean bool -> throw mistyped();
            case JsonNumber number -> throw mistyped();
            case JsonObject object -> throw mistyped();
            case JsonArray array -> throw mistyped();
            case JsonNull none -> throw mistyped();
        };
    }

    private static String decimal(BigDecimal number) throws UpstreamFailure {
        // The bound comes first: an exact integer of 1e9999 has ten thousand digits.
        if (number.abs().compareTo(MOST_INTEGER) > 0
                || number.stripTrailingZeros().scale() > 0) {
            throw mistyped();
        }
        return number.toBigIntegerExact().toString();
    }

    private static List<String> and(List<String> path, String name) {
        var longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private static UpstreamFailure invalid(String what) {
        return new UpstreamFailure(Reason.SCHEMA_INVALID, "x-mcp-header " + what);
    }

    private static UpstreamFailure mistyped() {
        return new UpstreamFailure(
                Reason.ARGUMENTS_INVALID, "an argument that is mirrored into a header is not of its declared type");
    }
}
