package dev.lockkeeper.guard.schema;

/**
 * Bounds of one schema and of the work that compiling it or validating by it may take. All are inclusive; a schema
 * beyond any of them makes its tool uncallable, a value beyond the last two is refused.
 *
 * @param bytes the schema as compact JSON, in bytes of UTF-8
 * @param depth nesting of objects and arrays in the schema, at most 128
 * @param subschemas schemas within the schema, itself included
 * @param expanded schemas after every {@code $ref} is replaced by what it refers to, recursion counted once
 * @param patterns regular expressions within the schema
 * @param patternChars one regular expression, in UTF-16 code units
 * @param patternSize one regular expression after its repetitions are written out, in instructions
 * @param compileMillis time to compile, in milliseconds
 * @param validationSteps work to validate one value: a unit is one schema or keyword applied to
 *     one place; a million take about a tenth of a second
 * @param validationMillis time to validate one value, in milliseconds
 */
public record SchemaLimits(
        int bytes,
        int depth,
        int subschemas,
        int expanded,
        int patterns,
        int patternChars,
        int patternSize,
        int compileMillis,
        int validationSteps,
        int validationMillis) {

    public static final SchemaLimits DEFAULT =
            new SchemaLimits(256 * 1024, 64, 4_000, 20_000, 200, 2_000, 5_000, 3_000, 500_000, 1_000);

    public SchemaLimits {
        if (Math.min(Math.min(bytes, depth), Math.min(subschemas, expanded)) < 1
                || Math.min(Math.min(patternChars, patternSize), Math.min(compileMillis, validationSteps)) < 1
                || Math.min(patterns, validationMillis - 1) < 0) {
            throw new IllegalArgumentException("every limit is at least 1, patterns at least 0");
        }
        if (depth > 128) {
            throw new IllegalArgumentException("depth is at most 128, since compiling recurses");
        }
    }
}
