package dev.lockkeeper.gateway.front;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what a YAML table holds to JSON. */
final class Yaml {

    private Yaml() {}

    static String json(@Nullable Object value) {
        return convert(value).text();
    }

    private static Json convert(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.NULL;
            case Map<?, ?> map -> {
                Map<String, Json> members = new LinkedHashMap<>();
                map.forEach((name, member) -> members.put((String) name, convert(member)));
                yield new JsonObject(members);
            }
            case List<?> list -> new JsonArray(list.stream().map(Yaml::convert).toList());
            case Integer number -> JsonNumber.of(number);
            case Boolean bool -> JsonBoolean.of(bool);
            default -> new JsonString((String) value);
        };
    }
}
