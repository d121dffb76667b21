package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.secret.SecretGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says of the arguments of one tool.
 *
 * @param types the first that matches a place judges it, and all below it
 * @param text judges strings that have no type, names of members, and the arguments of prompts
 * @param secrets judges the arguments as a whole
 * @param untyped whether strings that have no type may pass as text
 */
public record TypedArguments(List<Typed> types, ValueGuard text, SecretGuard secrets, boolean untyped) {

    /** One place and what judges it. */
    public record Typed(Place place, ArgumentType type, ValueGuard guard) {}

    public TypedArguments {
        types = List.copyOf(types);
    }

    /** The same of text and secrets, where nothing has a type. */
    TypedArguments untypedOnly() {
        return types.isEmpty() ? this : new TypedArguments(List.of(), text, secrets, true);
    }

    /** Whether some type covers every string that may stand there. */
    boolean covers(Place place) {
        return types.stream()
                .anyMatch(typed -> typed.type() == ArgumentType.ARGV
                        ? typed.place().coversBelow(place)
                        : typed.place().covers(place));
    }

    /** Whether some type is of places below the path. */
    boolean below(List<String> path) {
        return types.stream().anyMatch(typed -> typed.place().matchesBelow(path));
    }

    @Nullable Typed at(List<String> path) {
        for (Typed typed : types) {
            if (typed.place().matches(path)) {
                return typed;
            }
        }
        return null;
    }
}
