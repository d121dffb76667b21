package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.Shown;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One walk over the arguments of one call; ends at the first objection. Used once. */
final class Judging {

    private final TypedArguments typed;
    private final @Nullable StringPlaces places;
    private final List<String> path = new ArrayList<>();
    private final Lookups lookups = new Lookups();
    private final JsonObject.Builder facts = JsonObject.builder();
    private int found;
    private @Nullable Verdict objection;

    /** @param places where the tool's schema lists what may stand; null where everything is text */
    Judging(TypedArguments typed, @Nullable StringPlaces places) {
        this.typed = typed;
        this.places = places;
    }

    /** @param labels what the caller's task has touched so far */
    Verdict judge(Json arguments, Set<String> labels) {
        // INVARIANT: what holds a secret is not looked up.
        take(typed.secrets().judge(arguments, labels));
        if (objection == null) {
            visit(arguments);
        }
        if (objection != null) {
            return objection;
        }
        return found == 0 ? Verdict.pass() : new Verdict.Noted(facts.build());
    }

    private void visit(Json value) {
        TypedArguments.Typed here = path.isEmpty() ? null : typed.at(path);
        if (here != null && bound(here.type(), value)) {
            put(here.guard(), value);
            return;
        }
        switch (value) {
            case JsonObject object -> members(object);
            case JsonArray array -> items(array);
            case JsonString string -> untyped(string);
            case JsonNumber number -> {}
            case JsonBoolean truth -> {}
            case JsonNull nothing -> {}
        }
    }

    /**
     * Whether the type is to judge the value itself. A server may make a string of whatever stands where it expects one:
     * an address of a number, a path of a list with one item. So only what is absent, text, and what has types of its own
     * for what it holds, is not judged as a whole.
     */
    private boolean bound(ArgumentType type, Json value) {
        return switch (value) {
            case JsonString string -> true;
            case JsonNull nothing -> false;
            case JsonNumber number -> type != ArgumentType.TEXT;
            case JsonBoolean truth -> type != ArgumentType.TEXT;
            case JsonArray array -> type == ArgumentType.ARGV || type != ArgumentType.TEXT && !typed.below(path);
            case JsonObject object -> type == ArgumentType.ARGV || type != ArgumentType.TEXT && !typed.below(path);
        };
    }

    private void members(JsonObject object) {
        for (var member : object.members().entrySet()) {
            path.add(member.getKey());
            // A name that a model chose can hide as much as a value.
            put(typed.text(), new JsonString(member.getKey()));
            visit(member.getValue());
            path.removeLast();
            if (objection != null) {
                return;
            }
        }
    }

    private void items(JsonArray array) {
        int index = 0;
        for (Json item : array.items()) {
            path.add(Integer.toString(index++));
            visit(item);
            path.removeLast();
            if (objection != null) {
                return;
            }
        }
    }

    private void untyped(JsonString string) {
        if (places == null || typed.untyped()) {
            put(typed.text(), string);
        } else if (!places.lists(path, string)) {
            object(ArgumentGuard.untyped(Shown.pointer(path)));
        }
    }

    private void put(ValueGuard guard, Json value) {
        take(guard.judge(value, lookups));
    }

    private void take(Assessment assessment) {
        switch (assessment) {
            case Assessment.Fit fit -> {
                if (!fit.facts().members().isEmpty()) {
                    facts.put(Shown.pointer(path), fit.facts());
                    found++;
                }
            }
            case Assessment.Unfit unfit ->
                object(Verdict.deny(unfit.reason(), Shown.pointer(path) + ": " + unfit.message(), unfit.cause()));
        }
    }

    private void object(Verdict verdict) {
        objection = objection == null ? verdict : objection;
    }
}
