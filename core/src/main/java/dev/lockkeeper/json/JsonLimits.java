package dev.lockkeeper.json;

/**
 * Bounds of one JSON text; anything beyond is refused. All are inclusive.
 *
 * @param bytes the encoded text, in bytes
 * @param depth nesting of objects and arrays; a scalar has depth 0
 * @param stringChars one string value, in UTF-16 code units after decoding
 * @param nameChars one member name, in UTF-16 code units after decoding
 * @param numberChars the literal of one number
 * @param exponent the magnitude of a written exponent
 * @param items elements of one array
 * @param members members of one object
 */
public record JsonLimits(
        int bytes, int depth, int stringChars, int nameChars, int numberChars, int exponent, int items, int members) {

    public static final JsonLimits DEFAULT = new JsonLimits(4 << 20, 64, 2 << 20, 1024, 512, 9_999, 100_000, 10_000);

    public JsonLimits {
        if (Math.min(Math.min(bytes, depth), Math.min(stringChars, nameChars)) < 1
                || Math.min(Math.min(numberChars, exponent), Math.min(items, members)) < 1) {
            throw new IllegalArgumentException("every limit is at least 1");
        }
        if (depth > 512) {
            throw new IllegalArgumentException("depth is at most 512, since reading recurses");
        }
    }

    public JsonLimits withBytes(int most) {
        return new JsonLimits(
                most, depth, Math.min(stringChars, most), nameChars, numberChars, exponent, items, members);
    }
}
