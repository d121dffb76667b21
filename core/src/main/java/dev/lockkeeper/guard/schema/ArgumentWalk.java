package dev.lockkeeper.guard.schema;

import dev.lockkeeper.guard.schema.Findings.Kind;
import dev.lockkeeper.guard.schema.Subschema.PatternMember;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Walks a value and its schema in step, and finds what the schema lets pass although it says nothing of it: undeclared
 * members, names that imitate declared ones, values that nothing bounds. A schema counts at a place only if it holds
 * there, as for the annotations of JSON Schema 2020-12, section 7.7.
 */
final class ArgumentWalk {

    private final SchemaEngine engine;
    private final ValueBounds bounds;
    private final boolean closed;
    private final Effort effort;
    private final boolean valid;
    private final Findings findings;

    /** @param valid whether the whole value is valid; otherwise the walk only helps to say what is wrong */
    ArgumentWalk(
            SchemaEngine engine,
            ValueBounds bounds,
            Openness openness,
            Effort effort,
            boolean valid,
            Findings findings) {
        this.engine = engine;
        this.bounds = bounds;
        this.closed = openness == Openness.CLOSED;
        this.effort = effort;
        this.valid = valid;
        this.findings = findings;
    }

    /** @param schemas what applies to the value and holds */
    void visit(JsonNode value, Pointer place, List<Subschema> schemas) {
        var here = new Applied(value);
        schemas.forEach(here::add);
        if (here.any(schema -> schema.exact)) {
            return;
        }
        if (value.isObject()) {
            members(value, place, here);
        } else if (value.isArray()) {
            items(value, place, here);
        } else if (value.isString()) {
            string(value, place, here);
        } else if (value.isNumber()) {
            number(value, place, here);
        }
    }

    private void members(JsonNode object, Pointer place, Applied here) {
        if (object.size() > bounds.members() && !here.any(schema -> schema.maxProperties)) {
            bound(place, "must have at most " + bounds.members() + " members, has " + object.size() + ".");
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            effort.spend(here.schemas.size());
            String name = member.getKey();
            Pointer there = place.down(name);
            List<Subschema> next = new ArrayList<>(2);
            boolean named = byName(name, here, next);
            if (!named && here.any(schema -> schema.names != null && schema.names.imitates(name))) {
                findings.add(there, Kind.UNDECLARED, Suggestion.imitation(name, here.declaredNames()));
                continue;
            }
            boolean rest = byRest(name, here, next);
            boolean declared = named || rest;
            if (!declared && (closed || here.forbids(name))) {
                findings.add(there, Kind.UNDECLARED, undeclared(name, object, here));
                continue;
            }
            visit(member.getValue(), there, next);
        }
    }

    // By properties or patternProperties.
    private static boolean byName(String name, Applied here, List<Subschema> next) {
        boolean named = false;
        for (Subschema schema : here.schemas) {
            Subschema property = schema.properties.get(name);
            if (property != null) {
                next.add(property);
                named = true;
            }
            for (PatternMember member : schema.patterns) {
                if (member.pattern().matches(name)) {
                    next.add(member.schema());
                    named = true;
                }
            }
        }
        return named;
    }

    // By an additionalProperties or unevaluatedProperties that says something of its values.
    private boolean byRest(String name, Applied here, List<Subschema> next) {
        boolean declared = false;
        for (Subschema schema : here.schemas) {
            Subschema rest = null;
            if (schema.additional != null && !namedBy(schema, name)) {
                rest = schema.additional;
            } else if (schema.unevaluated != null && !evaluates(schema, name, here.value)) {
                rest = schema.unevaluated;
            }
            if (rest != null && rest.declares()) {
                next.add(rest);
                declared = true;
            }
        }
        return declared;
    }

    private static boolean namedBy(Subschema schema, String name) {
        return schema.properties.containsKey(name)
                || schema.patterns.stream().anyMatch(member -> member.pattern().matches(name));
    }

    // Whether the schema says something of the member before its own unevaluatedProperties is asked.
    private boolean evaluates(Subschema schema, String name, JsonNode value) {
        var within = new Applied(value);
        within.add(schema);
        return within.any(
                part -> namedBy(part, name) || part.additional != null || part != schema && part.unevaluated != null);
    }

    private String undeclared(String name, JsonNode object, Applied here) {
        Set<String> free = here.declaredNames();
        free.removeIf(object::has);
        if (here.declaresNothing()) {
            return "is not declared; the schema leaves open what this object holds, so only the policy can open the"
                    + " tool for it.";
        }
        return Suggestion.undeclared(name, free);
    }

    private void items(JsonNode array, Pointer place, Applied here) {
        if (array.size() > bounds.arrayItems() && !here.any(schema -> schema.maxItems)) {
            bound(place, "must have at most " + bounds.arrayItems() + " items, has " + array.size() + ".");
        }
        for (int i = 0; i < array.size(); i++) {
            effort.spend(here.schemas.size());
            JsonNode item = array.get(i);
            List<Subschema> next = new ArrayList<>(2);
            for (Subschema schema : here.schemas) {
                if (i < schema.firstItems.size()) {
                    next.add(schema.firstItems.get(i));
                } else if (schema.items != null) {
                    next.add(schema.items);
                } else if (schema.unevaluatedItems != null && !evaluates(schema, i, item, array)) {
                    next.add(schema.unevaluatedItems);
                }
                if (schema.contains != null && holds(schema.contains, item)) {
                    next.add(schema.contains);
                }
            }
            if (item.isContainer() || item.isString() || item.isNumber()) {
                visit(item, place.down(Integer.toString(i)), next);
            }
        }
    }

    private boolean evaluates(Subschema schema, int index, JsonNode item, JsonNode array) {
        var within = new Applied(array);
        within.add(schema);
        return within.any(part -> index < part.firstItems.size()
                || part.items != null
                || part != schema && part.unevaluatedItems != null
                || part.contains != null && holds(part.contains, item));
    }

    private void string(JsonNode string, Pointer place, Applied here) {
        String value = string.stringValue();
        if (value.length() > bounds.stringChars() && !here.any(schema -> schema.maxLength)) {
            int length = value.codePointCount(0, value.length());
            if (length > bounds.stringChars()) {
                bound(place, "must have at most " + bounds.stringChars() + " characters, has " + length + ".");
            }
        }
    }

    private void number(JsonNode number, Pointer place, Applied here) {
        if (number.isInt()
                && bounds.smallestNumber() <= Integer.MIN_VALUE
                && bounds.largestNumber() >= Integer.MAX_VALUE) {
            return;
        }
        BigDecimal value = number.decimalValue();
        if (value.compareTo(BigDecimal.valueOf(bounds.smallestNumber())) < 0 && !here.any(schema -> schema.minimum)) {
            bound(place, "must be at least " + bounds.smallestNumber() + ".");
        }
        if (value.compareTo(BigDecimal.valueOf(bounds.largestNumber())) > 0 && !here.any(schema -> schema.maximum)) {
            bound(place, "must be at most " + bounds.largestNumber() + ".");
        }
    }

    private void bound(Pointer place, String text) {
        findings.add(place, Kind.BOUND, text);
    }

    private boolean holds(Subschema schema, JsonNode value) {
        if (!schema.constrains) {
            return true;
        }
        if (schema.nothing || !schema.admitsTypeOf(value)) {
            return false;
        }
        if (schema.onlyType) {
            return true;
        }
        effort.checkTime();
        effort.spend(10);
        return engine.holds(schema, value, effort);
    }

    /** The schemas that apply to one place and hold there. */
    private final class Applied {

        private final JsonNode value;
        private final Set<Subschema> schemas = new LinkedHashSet<>(4);

        Applied(JsonNode value) {
            this.value = value;
        }

        void add(Subschema schema) {
            effort.spend(1);
            if (!schema.constrains || !schemas.add(schema)) {
                return;
            }
            schema.references.forEach(this::add);
            schema.allOf.forEach(this::add);
            addHolding(schema.anyOf);
            addHolding(schema.oneOf);
            if (schema.condition != null) {
                boolean holds = holds(schema.condition, value);
                addPresent(holds ? schema.condition : null);
                addPresent(holds ? schema.consequence : schema.alternative);
            }
            schema.dependents.forEach((name, dependent) -> addPresent(value.has(name) ? dependent : null));
        }

        private void addHolding(List<Subschema> branches) {
            boolean none = true;
            for (Subschema branch : branches) {
                if (holds(branch, value)) {
                    add(branch);
                    none = false;
                }
            }
            if (none && !valid) {
                branches.forEach(this::add);
            }
        }

        private void addPresent(@Nullable Subschema schema) {
            if (schema != null) {
                add(schema);
            }
        }

        boolean any(Predicate<Subschema> test) {
            for (Subschema schema : schemas) {
                if (test.test(schema)) {
                    return true;
                }
            }
            return false;
        }

        boolean forbids(String name) {
            return any(schema -> schema.additional != null && schema.additional.nothing && !namedBy(schema, name));
        }

        boolean declaresNothing() {
            return !any(schema -> !schema.properties.isEmpty()
                    || !schema.patterns.isEmpty()
                    || schema.additional != null && schema.additional.nothing
                    || schema.unevaluated != null && schema.unevaluated.nothing);
        }

        Set<String> declaredNames() {
            var names = new LinkedHashSet<String>();
            schemas.forEach(schema -> names.addAll(schema.properties.keySet()));
            return names;
        }
    }
}
