package dev.lockkeeper.policy;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON values as conditions see them. A number written as an integer is an {@code int} or, above 2^63 - 1, a
 * {@code uint}; any other number is a {@code double} if it has at most 15 significant digits and a magnitude from 1e-300
 * to 1e300, since two such decimals never share a double (IEEE 754, decimal digits of binary64). Other numbers fail the
 * condition: it would judge another value than the server gets.
 */
final class CelValues {

    private static final int EXACT_DIGITS = 15;
    private static final int MAX_MAGNITUDE = 300;
    private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private CelValues() {}

    static Map<String, Object> of(JsonObject object) throws ConditionFailed {
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            values.put(member.getKey(), of(member.getValue()));
        }
        return values;
    }

    private static Object of(Json value) throws ConditionFailed {
        return switch (value) {
            case JsonObject object -> of(object);
            case JsonArray array -> {
                List<Object> values = new ArrayList<>(array.items().size());
                for (Json item : array.items()) {
                    values.add(of(item));
                }
                yield values;
            }
            case JsonString string -> string.value();
            case JsonNumber number -> of(number);
            case JsonBoolean bool -> bool == JsonBoolean.TRUE;
            case JsonNull none -> NullValue.NULL_VALUE;
        };
    }

    private static Object of(JsonNumber number) throws ConditionFailed {
        if (number.isPlainInteger()) {
            return integer(number.literal());
        }
        BigDecimal value = number.value().stripTrailingZeros();
        int magnitude = value.precision() - value.scale();
        boolean exact = value.signum() == 0
                || value.precision() <= EXACT_DIGITS && magnitude <= MAX_MAGNITUDE && magnitude >= -MAX_MAGNITUDE;
        if (!exact) {
            throw new ConditionFailed("A number of the arguments has no exact value in a condition.");
        }
        return value.doubleValue();
    }

    private static Object integer(String literal) throws ConditionFailed {
        // 20 characters hold every integer of 64 bits, signed or not.
        if (literal.length() <= 20) {
            BigInteger value = new BigInteger(literal);
            if (value.bitLength() < Long.SIZE) {
                return value.longValue();
            }
            if (value.signum() > 0 && value.compareTo(MAX_UNSIGNED) <= 0) {
                return UnsignedLong.valueOf(value);
            }
        }
        throw new ConditionFailed("An integer of the arguments needs more than 64 bits, which a condition has not.");
    }
}
