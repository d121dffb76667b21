package dev.lockkeeper.guard.schema;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A value as the validator reads it. Numbers keep their exact value and take one form for each value, so that equal
 * numbers are equal nodes: {@code 1}, {@code 1.0} and {@code 1e0} are the same integer.
 */
final class JacksonTree {

    // Arithmetic on longer numbers than these would cost more than a step.
    private static final int LONGEST_NUMBER = 1_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JacksonTree() {}

    /** @throws ArithmeticException when a number written out has more than 1,000 digits */
    static JsonNode of(Json value) {
        return switch (value) {
            case JsonObject object -> {
                var node = NODES.objectNode();
                object.members().forEach((name, member) -> node.set(name, of(member)));
                yield node;
            }
            case JsonArray array -> {
                var node = NODES.arrayNode(array.items().size());
                array.items().forEach(item -> node.add(of(item)));
                yield node;
            }
            case JsonString string -> NODES.stringNode(string.value());
            case JsonNumber number -> number(number);
            case JsonBoolean bool -> NODES.booleanNode(bool == JsonBoolean.TRUE);
            case JsonNull none -> NODES.nullNode();
        };
    }

    private static JsonNode number(JsonNumber number) {
        String literal = number.literal();
        if (literal.length() <= 18 && number.isPlainInteger()) {
            return integer(Long.parseLong(literal));
        }
        BigDecimal value = number.value();
        if (value.signum() == 0) {
            return NODES.numberNode(0);
        }
        value = value.stripTrailingZeros();
        if ((long) value.precision() + Math.abs((long) value.scale()) > LONGEST_NUMBER) {
            throw new ArithmeticException("number too long");
        }
        if (value.scale() > 0) {
            return NODES.numberNode(value);
        }
        return value.precision() - value.scale() <= 18
                ? integer(value.longValueExact())
                : NODES.numberNode(value.toBigIntegerExact());
    }

    private static JsonNode integer(long value) {
        return (int) value == value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }
}
