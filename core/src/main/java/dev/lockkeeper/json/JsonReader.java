package dev.lockkeeper.json;

import dev.lockkeeper.reason.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON text so that no other parser could read it differently: valid UTF-8 without a byte order mark, the
 * grammar of RFC 8259 and nothing beside it, unique member names, whole surrogate pairs (RFC 7493), within bounds.
 * Whatever fails is refused; nothing is repaired. Thread-safe.
 */
public final class JsonReader {

    // A factory keeps buffers of 10 KB, too much for each of many readers. There are as many as there are limits, which
    // come from a configuration and never from a peer.
    private static final Map<JsonLimits, JsonFactory> FACTORIES = new ConcurrentHashMap<>();

    private final JsonLimits limits;
    private final JsonFactory factory;

    public JsonReader(JsonLimits limits) {
        this.limits = limits;
        this.factory = FACTORIES.computeIfAbsent(limits, JsonReader::factory);
    }

    private static JsonFactory factory(JsonLimits limits) {
        return JsonFactory.builder()
                // INVARIANT: no text leaves a trace. A table of names shared between texts could be filled with names
                // of equal hash until it refuses everybody's.
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                // Jackson's own bounds keep memory small and are one above ours, so that ours name the reason. It
                // counts the text of a number as a string too.
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxStringLength(Math.max(limits.stringChars(), limits.numberChars()) + 1)
                        .maxNameLength(limits.nameChars() + 1)
                        .maxNumberLength(limits.numberChars() + 1)
                        .build())
                .build();
    }

    public JsonLimits limits() {
        return limits;
    }

    /**
     * @param text one JSON text in UTF-8, white space around it allowed
     * @throws JsonRefused when the text breaks a rule or a bound, with the reason
     */
    public Json read(byte[] text) throws JsonRefused {
        if (text.length > limits.bytes()) {
            throw refused(Reason.JSON_TOO_LARGE, "The message is larger than " + limits.bytes() + " bytes.");
        }
        return parse(decode(text));
    }

    private static String decode(byte[] text) throws JsonRefused {
        if (text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF) {
            throw refused(Reason.JSON_ENCODING, "The message starts with a byte order mark.");
        }
        if (isAscii(text)) {
            return new String(text, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(Reason.JSON_ENCODING, "The message is not valid UTF-8.");
        }
    }

    private static boolean isAscii(byte[] text) {
        for (byte b : text) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private Json parse(String text) throws JsonRefused {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            Json value = value(parser, parser.nextToken(), 0);
            if (parser.nextToken() != null) {
                throw refused(Reason.JSON_MALFORMED, "Something follows the end of the message.");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw refused(Reason.JSON_BOUND, "A string, name or number of the message is longer than allowed.");
        } catch (JacksonException e) {
            throw refused(Reason.JSON_MALFORMED, "The message is not valid JSON.");
        }
    }

    private Json value(JsonParser parser, @Nullable JsonToken token, int depth) throws JsonRefused {
        return switch (token) {
            case START_OBJECT -> object(parser, deeper(depth));
            case START_ARRAY -> array(parser, deeper(depth));
            case VALUE_STRING -> new JsonString(whole(parser.getString(), limits.stringChars()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case null -> throw refused(Reason.JSON_MALFORMED, "The message is empty or ends too early.");
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw refused(Reason.JSON_MALFORMED, "The message is not valid JSON.");
        };
    }

    private int deeper(int depth) throws JsonRefused {
        if (depth >= limits.depth()) {
            throw refused(Reason.JSON_BOUND, "The message is nested deeper than " + limits.depth() + " levels.");
        }
        return depth + 1;
    }

    private JsonObject object(JsonParser parser, int depth) throws JsonRefused {
        var members = new LinkedHashMap<String, Json>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token != JsonToken.PROPERTY_NAME) {
                throw refused(Reason.JSON_MALFORMED, "The message is not valid JSON.");
            }
            String name = whole(parser.currentName(), limits.nameChars());
            if (name.indexOf('\0') >= 0) {
                throw refused(Reason.JSON_NUL_IN_NAME, "A member name of the message contains a NUL character.");
            }
            if (members.size() >= limits.members()) {
                throw refused(
                        Reason.JSON_BOUND, "An object of the message has more than " + limits.members() + " members.");
            }
            if (members.put(name, value(parser, parser.nextToken(), depth)) != null) {
                throw refused(Reason.JSON_DUPLICATE_MEMBER, "An object of the message has the same member twice.");
            }
        }
        return JsonObject.adopt(members);
    }

    private JsonArray array(JsonParser parser, int depth) throws JsonRefused {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (items.size() >= limits.items()) {
                throw refused(
                        Reason.JSON_BOUND, "An array of the message has more than " + limits.items() + " elements.");
            }
            items.add(value(parser, token, depth));
        }
        return new JsonArray(items);
    }

    private JsonNumber number(String literal) throws JsonRefused {
        int e = Math.max(literal.indexOf('e'), literal.indexOf('E'));
        if (literal.length() > limits.numberChars() || e >= 0 && exponent(literal, e + 1) > limits.exponent()) {
            throw refused(Reason.JSON_BOUND, "A number of the message is longer or larger than allowed.");
        }
        return new JsonNumber(literal);
    }

    private static int exponent(String literal, int from) {
        int magnitude = 0;
        for (int i = from; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c >= '0' && c <= '9') {
                magnitude = Math.min(1_000_000, magnitude * 10 + (c - '0'));
            }
        }
        return magnitude;
    }

    private static String whole(String value, int mostChars) throws JsonRefused {
        if (value.length() > mostChars) {
            throw refused(Reason.JSON_BOUND, "A string of the message is longer than " + mostChars + " characters.");
        }
        int step;
        for (int i = 0; i < value.length(); i += step) {
            step = Character.isSurrogate(value.charAt(i)) ? 2 : 1;
            if (step == 2 && !Character.isSupplementaryCodePoint(value.codePointAt(i))) {
                throw refused(Reason.JSON_LONE_SURROGATE, "A string of the message contains half of a surrogate pair.");
            }
        }
        return value;
    }

    private static JsonRefused refused(Reason reason, String message) {
        return new JsonRefused(reason, message);
    }
}
