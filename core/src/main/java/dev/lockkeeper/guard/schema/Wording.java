package dev.lockkeeper.guard.schema;

import com.networknt.schema.Error;
import dev.lockkeeper.guard.Shown;
import dev.lockkeeper.guard.schema.Findings.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says what the validator found, in words from which a model can correct its call. */
final class Wording {

    private record Group(String path, Pointer place) {}

    private final Findings findings;

    Wording(Findings findings) {
        this.findings = findings;
    }

    void describe(List<Error> errors) {
        describe(errors, 0, 0, "");
        if (!errors.isEmpty() && findings.isEmpty()) {
            // INVARIANT: an error is never left out.
            add(Pointer.ROOT, "does not fit the schema.", "");
        }
    }

    // Errors of alternatives that all failed are told as one; the rest one by one.
    private void describe(List<Error> errors, int from, int depth, String suffix) {
        Map<Group, List<Error>> groups = new LinkedHashMap<>();
        Map<Group, Alternative> alternatives = new LinkedHashMap<>();
        for (Error error : errors) {
            Alternative alternative = Alternative.of(error, from, depth);
            if (alternative == null) {
                single(error, suffix);
            } else {
                var group =
                        new Group(alternative.prefix(), Pointer.of(error.getInstanceLocation(), alternative.depth()));
                groups.computeIfAbsent(group, key -> new ArrayList<>()).add(error);
                alternatives.putIfAbsent(group, alternative);
            }
        }
        groups.forEach((group, members) -> {
            Alternative first = alternatives.get(group);
            if (first != null) {
                alternatives(members, group.place(), first, suffix);
            }
        });
    }

    private void alternatives(List<Error> errors, Pointer place, Alternative at, String suffix) {
        var branches = new TreeMap<Integer, List<Error>>();
        for (Error error : errors) {
            int branch = (Integer) error.getEvaluationPath().getElement(at.index() + 1);
            branches.computeIfAbsent(branch, key -> new ArrayList<>()).add(error);
        }
        if (branches.values().stream().allMatch(branch -> only(branch, "type", at.depth()))) {
            var types = new TreeSet<String>();
            errors.forEach(error -> types.addAll(Words.types(error.getSchemaNode())));
            add(place, Words.wrongType(types, error(errors)), suffix);
            return;
        }
        if (branches.values().stream()
                .allMatch(branch -> only(branch, "const", at.depth()) || only(branch, "enum", at.depth()))) {
            add(place, Words.choices(errors.stream().map(Error::getSchemaNode).toList()), suffix);
            return;
        }
        List<Error> closest = branches.values().stream()
                .min((one, other) -> Integer.compare(distance(one, at.depth()), distance(other, at.depth())))
                .orElse(errors);
        String told = branches.size() > 1 && suffix.isEmpty()
                ? " (In the closest of " + branches.size() + " alternatives.)"
                : suffix;
        describe(closest, at.index() + 2, at.depth(), told);
    }

    private static Error error(List<Error> errors) {
        return errors.get(0);
    }

    private static boolean only(List<Error> errors, String keyword, int depth) {
        return errors.size() == 1
                && errors.get(0).getKeyword().equals(keyword)
                && errors.get(0).getInstanceLocation().getNameCount() == depth;
    }

    // A wrong type tells most that an alternative was not meant, then a wrong fixed value, then the number of errors.
    private static int distance(List<Error> errors, int depth) {
        int distance = 0;
        for (Error error : errors) {
            boolean here = error.getInstanceLocation().getNameCount() == depth;
            distance += switch (error.getKeyword()) {
                case "type" -> here ? 10_000 : 1;
                case "const", "enum" -> here ? 1_000 : 100;
                default -> 1;
            };
        }
        return distance;
    }

    private void single(Error error, String suffix) {
        Pointer place = Pointer.of(
                error.getInstanceLocation(), error.getInstanceLocation().getNameCount());
        String property = error.getProperty();
        switch (error.getKeyword()) {
            case "required" -> add(place.down(property), "is required but missing.", suffix);
            case "additionalProperties", "unevaluatedProperties" ->
                findings.add(
                        property == null ? place : place.down(property), Kind.UNDECLARED, "is not declared." + suffix);
            case "dependentRequired", "dependencies" -> dependent(error, place, suffix);
            case "propertyNames" ->
                add(
                        property == null ? place : place.down(property),
                        "is a member name that the schema does not admit.",
                        suffix);
            case "items", "additionalItems", "unevaluatedItems" -> {
                Integer index = error.getIndex();
                add(index == null ? place : place.down(index.toString()), "is more than the schema admits.", suffix);
            }
            case "oneOf" -> {
                // Where none holds, the errors of the alternatives tell it.
                if (!noneHolds(error)) {
                    add(place, Words.of(error), suffix);
                }
            }
            default -> add(place, Words.of(error), suffix);
        }
    }

    private static boolean noneHolds(Error error) {
        Object[] arguments = error.getArguments();
        return arguments != null && arguments.length > 0 && "0".equals(arguments[0].toString());
    }

    private void dependent(Error error, Pointer place, String suffix) {
        Object[] names = error.getArguments();
        if (names != null && names.length == 2) {
            add(
                    place.down(names[0].toString()),
                    "is required because " + Shown.name(names[1].toString()) + " is given.",
                    suffix);
        } else {
            add(place, "lacks a member that another one requires.", suffix);
        }
    }

    private void add(Pointer place, String text, String suffix) {
        findings.add(place, Kind.INVALID, text + suffix);
    }
}
