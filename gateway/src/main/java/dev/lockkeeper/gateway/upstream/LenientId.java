package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.RequestId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Guesses the id of an answer that was refused, so that its request fails at once instead of waiting for its time to run
 * out. The guess decides nothing else: the most a server can do with it is to fail a request of its own.
 */
final class LenientId {

    private static final int MAX_CHARS = 256;
    private static final JsonFactory FACTORY = new JsonFactory();

    private LenientId() {}

    static @Nullable RequestId in(byte[] text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            boolean answers = false;
            RequestId id = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME && !(answers && id != null)) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("id")) {
                    id = id(parser, value);
                } else if (name.equals("method")) {
                    return null;
                }
                answers |= name.equals("result") || name.equals("error");
                parser.skipChildren();
            }
            return answers ? id : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable RequestId id(JsonParser parser, JsonToken value) {
        if (value != JsonToken.VALUE_NUMBER_INT && value != JsonToken.VALUE_STRING) {
            return null;
        }
        String text = parser.getString();
        if (text.length() > MAX_CHARS) {
            return null;
        }
        return new RequestId(value == JsonToken.VALUE_STRING ? new JsonString(text) : new JsonNumber(text));
    }
}
