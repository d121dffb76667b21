package dev.lockkeeper.guard.schema;

import com.networknt.schema.path.NodePath;
import dev.lockkeeper.json.Folding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One schema within a schema, with its applicators resolved: what the walk over the arguments needs to know. Filled by
 * {@link SubschemaReader}; never changed once the reader is done.
 */
final class Subschema {

    /** A member of {@code patternProperties}. */
    record PatternMember(Regex pattern, Subschema schema) {}

    /** Where it stands in the document. */
    final NodePath place;

    /** Whether it says anything at all of a value; {@code true}, {@code {}} and mere descriptions do not. */
    boolean constrains;

    /** Whether it is {@code false}. */
    boolean nothing;

    /** Whether it says no more than {@code type}. */
    boolean onlyType;

    /** The types it admits; empty where it does not say. */
    Set<String> types = Set.of();

    /** Whether {@code const} or {@code enum} states the whole value. */
    boolean exact;

    boolean maxLength;
    boolean maxItems;
    boolean maxProperties;
    boolean minimum;
    boolean maximum;

    // Applied to the same place as this schema.
    final List<Subschema> references = new ArrayList<>(0);
    final List<Subschema> allOf = new ArrayList<>(0);
    final List<Subschema> anyOf = new ArrayList<>(0);
    final List<Subschema> oneOf = new ArrayList<>(0);
    final Map<String, Subschema> dependents = new LinkedHashMap<>(0);

    @Nullable Subschema condition;

    @Nullable Subschema consequence;

    @Nullable Subschema alternative;

    @Nullable Subschema not;

    // Applied to members and items.
    final Map<String, Subschema> properties = new LinkedHashMap<>(0);
    final List<PatternMember> patterns = new ArrayList<>(0);

    @Nullable Subschema additional;

    @Nullable Subschema unevaluated;

    @Nullable Subschema memberNames;

    final List<Subschema> firstItems = new ArrayList<>(0);

    @Nullable Subschema items;

    @Nullable Subschema unevaluatedItems;

    @Nullable Subschema contains;

    @Nullable Folding names;

    Subschema(NodePath place) {
        this.place = place;
    }

    /** Those applied to the same place, whether or not they hold there. */
    List<Subschema> inPlace() {
        var all = new ArrayList<Subschema>(references);
        all.addAll(allOf);
        all.addAll(anyOf);
        all.addAll(oneOf);
        all.addAll(dependents.values());
        addPresent(all, condition, consequence, alternative, not);
        return all;
    }

    /** Those applied to members, items or names. */
    List<Subschema> below() {
        var all = new ArrayList<Subschema>(properties.values());
        patterns.forEach(pattern -> all.add(pattern.schema()));
        all.addAll(firstItems);
        addPresent(all, additional, unevaluated, memberNames, items, unevaluatedItems, contains);
        return all;
    }

    /** Whether a member to which this schema applies is declared by that: {@code true} and {@code false} do not. */
    boolean declares() {
        return constrains && !nothing;
    }

    /** Whether {@code type}, if it says one, admits the type of the value. */
    boolean admitsTypeOf(JsonNode value) {
        return types.isEmpty()
                || switch (value.getNodeType()) {
                    case OBJECT -> types.contains("object");
                    case ARRAY -> types.contains("array");
                    case STRING -> types.contains("string");
                    case BOOLEAN -> types.contains("boolean");
                    case NULL -> types.contains("null");
                    case NUMBER -> types.contains("number") || types.contains("integer") && value.isIntegralNumber();
                    case BINARY, MISSING, POJO -> false;
                };
    }

    private static void addPresent(List<Subschema> all, @Nullable Subschema... some) {
        for (Subschema one : some) {
            if (one != null) {
                all.add(one);
            }
        }
    }
}
