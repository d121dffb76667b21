package dev.lockkeeper.guard.secret;

import dev.lockkeeper.secret.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done about each kind in one direction, and what a label makes stricter. */
final class Treatments {

    /** Those of one context: only what does not pass is in it. */
    record Effective(Map<Kind, Treatment> by, Set<Kind> secrets, Set<Kind> personal) {

        static Effective of(Map<Kind, Treatment> by) {
            var strict = new EnumMap<Kind, Treatment>(Kind.class);
            strict.putAll(by);
            strict.values().removeIf(treatment -> treatment == Treatment.ALLOW);
            var kinds = EnumSet.noneOf(Kind.class);
            kinds.addAll(strict.keySet());
            return new Effective(
                    Collections.unmodifiableMap(strict),
                    only(kinds, Kind.Group.SECRET),
                    only(kinds, Kind.Group.PERSONAL));
        }

        private static Set<Kind> only(Set<Kind> kinds, Kind.Group group) {
            var only = EnumSet.noneOf(Kind.class);
            kinds.stream().filter(kind -> kind.group() == group).forEach(only::add);
            return Collections.unmodifiableSet(only);
        }

        boolean isNothing() {
            return by.isEmpty();
        }
    }

    private final Effective base;
    private final Map<String, Map<Kind.Group, Treatment>> labels = new HashMap<>();

    /**
     * @param side which of both directions
     * @param secrets what is done about secrets where the settings say nothing
     */
    Treatments(SecretSettings settings, Function<Directions, @Nullable Treatment> side, Treatment secrets) {
        var by = new EnumMap<Kind, Treatment>(Kind.class);
        for (Kind kind : Kind.values()) {
            by.put(
                    kind,
                    switch (kind.group()) {
                        case SECRET -> said(settings.secrets(), side, secrets);
                        case PERSONAL -> said(settings.personal(), side, Treatment.ALLOW);
                    });
        }
        settings.kinds().forEach((code, directions) -> {
            Kind kind = Kind.of(code).orElseThrow(() -> unknown(code));
            by.put(kind, said(directions, side, by.getOrDefault(kind, Treatment.DENY)));
        });
        this.base = Effective.of(by);
        settings.when()
                .forEach((label, strict) -> labels.put(
                        label,
                        Map.of(
                                Kind.Group.SECRET, said(strict.secrets(), side, Treatment.ALLOW),
                                Kind.Group.PERSONAL, said(strict.personal(), side, Treatment.ALLOW))));
    }

    private static Treatment said(
            @Nullable Directions directions, Function<Directions, @Nullable Treatment> side, Treatment otherwise) {
        Treatment said = directions == null ? null : side.apply(directions);
        return said == null ? otherwise : said;
    }

    private static IllegalArgumentException unknown(String code) {
        String known = Arrays.stream(Kind.values()).map(Kind::code).collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "There is no kind " + code + " of secrets and personal data; there are " + known + ".");
    }

    /** What holds for a task with these labels. */
    Effective with(Set<String> carried) {
        if (labels.isEmpty() || Collections.disjoint(labels.keySet(), carried)) {
            return base;
        }
        var by = new EnumMap<Kind, Treatment>(Kind.class);
        by.putAll(base.by());
        for (String label : carried) {
            Map<Kind.Group, Treatment> strict = labels.getOrDefault(label, Map.of());
            for (Kind kind : Kind.values()) {
                by.merge(kind, strict.getOrDefault(kind.group(), Treatment.ALLOW), Treatments::stricter);
            }
        }
        return Effective.of(by);
    }

    static Treatment stricter(Treatment one, Treatment other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
