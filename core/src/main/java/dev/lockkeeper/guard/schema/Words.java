package dev.lockkeeper.guard.schema;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The sentence for one error. Strings of the value are never quoted; those of the schema if short printable ASCII. */
final class Words {

    private static final int MOST_CHOICES = 12;
    private static final int LONGEST_NUMBER = 40;

    private Words() {}

    static String of(Error error) {
        JsonNode rule = error.getSchemaNode();
        JsonNode value = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "type" -> wrongType(types(rule), error);
            case "enum", "const" -> choices(List.of(rule));
            case "maximum" -> "must be at most " + plain(rule) + ", is " + plain(value) + ".";
            case "minimum" -> "must be at least " + plain(rule) + ", is " + plain(value) + ".";
            case "exclusiveMaximum" -> "must be less than " + plain(rule) + ", is " + plain(value) + ".";
            case "exclusiveMinimum" -> "must be more than " + plain(rule) + ", is " + plain(value) + ".";
            case "multipleOf" -> "must be a multiple of " + plain(rule) + ", is " + plain(value) + ".";
            case "maxLength" -> "must have at most " + counted(rule, "character") + ", has " + length(value) + ".";
            case "minLength" -> "must have at least " + counted(rule, "character") + ", has " + length(value) + ".";
            case "maxItems" -> "must have at most " + counted(rule, "item") + ", has " + value.size() + ".";
            case "minItems" -> "must have at least " + counted(rule, "item") + ", has " + value.size() + ".";
            case "maxProperties" -> "must have at most " + counted(rule, "member") + ", has " + value.size() + ".";
            case "minProperties" -> "must have at least " + counted(rule, "member") + ", has " + value.size() + ".";
            case "uniqueItems" -> "must not hold the same item twice.";
            case "pattern" ->
                Suggestion.quotable(rule.asString())
                        ? "must match the pattern " + rule.asString() + " ."
                        : "must match the pattern of the schema.";
            case "contains", "minContains", "maxContains" -> contains(error);
            case "oneOf" -> "matches more than one alternative of the schema; exactly one must match.";
            case "not" -> "is what the schema excludes.";
            case "false" -> "is not allowed here.";
            default -> "does not fit the schema.";
        };
    }

    static Collection<String> types(JsonNode rule) {
        var types = new TreeSet<String>();
        if (rule.isArray()) {
            rule.forEach(type -> types.add(type.asString()));
        } else {
            types.add(rule.asString());
        }
        return types;
    }

    static String wrongType(Collection<String> types, Error error) {
        List<String> expected = new ArrayList<>();
        for (String type : List.of("string", "integer", "number", "boolean", "object", "array", "null")) {
            if (types.contains(type)) {
                expected.add(article(type));
            }
        }
        String actual = switch (error.getInstanceNode().getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case NUMBER -> "a number";
            case BINARY, MISSING, POJO -> "something else";
        };
        return "must be " + String.join(" or ", expected) + ", is " + actual + ".";
    }

    static String choices(List<JsonNode> rules) {
        var quoted = new ArrayList<String>();
        int hidden = 0;
        for (JsonNode rule : rules) {
            for (JsonNode choice : rule.isArray() ? rule : List.of(rule)) {
                boolean shown = choice.isString()
                        ? Suggestion.quotable(choice.stringValue())
                        : choice.isNull() || choice.isBoolean() || choice.isNumber();
                if (shown && quoted.size() < MOST_CHOICES) {
                    quoted.add(choice.isString() ? '"' + choice.stringValue() + '"' : plain(choice));
                } else {
                    hidden++;
                }
            }
        }
        if (quoted.isEmpty()) {
            return "must be one of the values that the schema lists.";
        }
        String list = String.join(", ", quoted);
        if (hidden > 0) {
            return "must be one of " + list + " and " + hidden + " more that the schema lists.";
        }
        return "must be " + (quoted.size() > 1 ? "one of " : "") + list + ".";
    }

    private static String contains(Error error) {
        Object[] arguments = error.getArguments();
        String bound = arguments != null && arguments.length > 0 && arguments[0] != null ? arguments[0].toString() : "";
        boolean counted =
                bound.length() < 10 && !bound.isEmpty() && bound.chars().allMatch(Character::isDigit);
        boolean most = "maxContains".equals(error.getKeyword());
        return "must hold at " + (most ? "most " : "least ") + (counted ? bound : "1")
                + " of the items that the schema asks for.";
    }

    private static String article(String type) {
        return switch (type) {
            case "null" -> "null";
            case "integer", "object", "array" -> "an " + type;
            default -> "a " + type;
        };
    }

    private static String counted(JsonNode rule, String noun) {
        String count = plain(rule);
        return count + " " + noun + (count.equals("1") ? "" : "s");
    }

    private static String plain(JsonNode node) {
        if (node.isNull()) {
            return "null";
        }
        String text = node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asString();
        return text.length() <= LONGEST_NUMBER ? text : text.substring(0, LONGEST_NUMBER) + "…";
    }

    private static int length(JsonNode value) {
        String text = value.asString();
        return text.codePointCount(0, text.length());
    }
}
