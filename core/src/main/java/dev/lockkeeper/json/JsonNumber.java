package dev.lockkeeper.json;

import java.math.BigDecimal;

/**
 * A JSON number, kept as the literal it was written with, so that {@code 1.10}, {@code 1e400} and integers of forty
 * digits survive. Two numbers are equal when their literals are.
 *
 * @param literal matches the grammar of RFC 8259, section 6
 */
public record JsonNumber(String literal) implements Json {

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** The exact value. */
    public BigDecimal value() {
        return new BigDecimal(literal);
    }

    /** Whether the literal has neither fraction nor exponent. */
    public boolean isPlainInteger() {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return literal;
    }
}
