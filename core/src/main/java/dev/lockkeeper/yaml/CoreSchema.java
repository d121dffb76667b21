package dev.lockkeeper.yaml;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.yaml.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What plain texts mean under the core schema of YAML 1.2.2, section 10.3.2. */
final class CoreSchema {

    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private CoreSchema() {}

    static boolean isNull(Scalar scalar) {
        return scalar.plain()
                && switch (scalar.text()) {
                    case "", "~", "null", "Null", "NULL" -> true;
                    default -> false;
                };
    }

    static boolean isBoolean(Scalar scalar) {
        return scalar.plain()
                && switch (scalar.text()) {
                    case "true", "True", "TRUE", "false", "False", "FALSE" -> true;
                    default -> false;
                };
    }

    static boolean isNumber(Scalar scalar) {
        return scalar.plain() && NUMBER.matcher(scalar.text()).matches();
    }

    static boolean isString(Scalar scalar) {
        return !isNull(scalar) && !isBoolean(scalar) && !isNumber(scalar);
    }

    /** The node as JSON. A number that JSON cannot spell, and what is broken, becomes a string. */
    static Json toJson(YamlNode node) {
        return switch (node) {
            case Scalar scalar -> toJson(scalar);
            case YamlNode.Sequence sequence ->
                new JsonArray(sequence.items().stream().map(CoreSchema::toJson).toList());
            case YamlNode.Mapping mapping -> {
                Map<String, Json> members = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> members.put(entry.key(), toJson(entry.value())));
                yield new JsonObject(members);
            }
            case YamlNode.Broken broken -> new JsonString("");
        };
    }

    private static Json toJson(Scalar scalar) {
        if (isNull(scalar)) {
            return JsonNull.NULL;
        }
        if (isBoolean(scalar)) {
            return JsonBoolean.of(
                    scalar.text().charAt(0) == 't' || scalar.text().charAt(0) == 'T');
        }
        return scalar.plain() && JSON_NUMBER.matcher(scalar.text()).matches()
                ? new JsonNumber(scalar.text())
                : new JsonString(scalar.text());
    }
}
