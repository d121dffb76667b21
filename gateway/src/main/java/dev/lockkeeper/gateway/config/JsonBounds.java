package dev.lockkeeper.gateway.config;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;

/** Bounds of one message; all are inclusive. */
@Doc("Bounds of one message.")
public record JsonBounds(
        @Doc("The message, in bytes.") @Default("4194304") @Range(min = 1, max = 1 << 30)
        int bytes,

        @Doc("Nesting of objects and arrays.") @Default("64") @Range(min = 1, max = 512)
        int depth,

        @Doc("One string, in UTF-16 code units.") @Default("2097152") @Range(min = 1, max = 1 << 30)
        int stringChars,

        @Doc("One member name, in UTF-16 code units.") @Default("1024") @Range(min = 1, max = 1 << 20)
        int nameChars,

        @Doc("The literal of one number, in characters.") @Default("512") @Range(min = 1, max = 1 << 16)
        int numberChars,

        @Doc("The magnitude of a written exponent.") @Default("9999") @Range(min = 1, max = 1 << 20)
        int exponent,

        @Doc("Elements of one array.") @Default("100000") @Range(min = 1, max = 1 << 30)
        int items,

        @Doc("Members of one object.") @Default("10000") @Range(min = 1, max = 1 << 30)
        int members) {

    public JsonLimits limits() {
        return new JsonLimits(bytes, depth, stringChars, nameChars, numberChars, exponent, items, members);
    }
}
