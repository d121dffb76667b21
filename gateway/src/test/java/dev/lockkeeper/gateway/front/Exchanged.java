package dev.lockkeeper.gateway.front;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What came back: status, header with names in lower case, body. */
record Exchanged(int status, Map<String, String> headers, String body) {

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    JsonObject json() {
        try {
            return (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(body.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    JsonObject error() {
        JsonObject error = json().object("error");
        return error == null ? JsonObject.EMPTY : error;
    }

    int code() {
        return error().get("code") instanceof JsonNumber number ? Integer.parseInt(number.literal()) : 0;
    }

    String reason() {
        JsonObject data = error().object("data");
        String reason = data == null ? null : data.string("reason");
        return reason == null ? "" : reason;
    }
}
