package dev.lockkeeper.guard.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * The outermost {@code anyOf} or {@code oneOf} that an error comes from.
 *
 * @param index of the keyword in the evaluation path
 * @param depth how deep the keyword is applied in the value
 */
record Alternative(int index, int depth, String prefix) {

    /** Looks from an element of the evaluation path at which the value has the given depth; null where none is. */
    static @Nullable Alternative of(Error error, int from, int depth) {
        NodePath path = error.getEvaluationPath();
        int deep = depth;
        int i = from;
        while (i < path.getNameCount()) {
            boolean indexed = i + 1 < path.getNameCount() && path.getElement(i + 1) instanceof Integer;
            switch (path.getElement(i).toString()) {
                case "anyOf", "oneOf" -> {
                    if (indexed) {
                        return new Alternative(i, deep, prefix(path, i));
                    }
                    i++;
                }
                case "allOf", "dependentSchemas", "dependencies" -> i += 2;
                case "properties", "patternProperties", "prefixItems" -> {
                    deep++;
                    i += 2;
                }
                case "items" -> {
                    deep++;
                    i += indexed ? 2 : 1;
                }
                case "additionalProperties",
                        "unevaluatedProperties",
                        "additionalItems",
                        "unevaluatedItems",
                        "contains" -> {
                    deep++;
                    i++;
                }
                default -> i++;
            }
        }
        return null;
    }

    private static String prefix(NodePath path, int length) {
        var out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append('/').append(path.getElement(i));
        }
        return out.toString();
    }
}
