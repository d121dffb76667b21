package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.Shown;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.guard.text.TextGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One walk over the arguments of one call; ends at the first objection. Used once. */
final class Judging {

    private static final int MOST_NOTES = 64;
    private static final int MOST_ALIKE = 64;
    private static final String UNLISTED = "unlisted";

    private final TypedArguments typed;
    private final @Nullable StringPlaces places;
    private final List<String> path = new ArrayList<>();
    private final Lookups lookups = new Lookups();
    private final Map<String, Json> facts = new LinkedHashMap<>();
    private int notes;
    private int unlisted;
    private @Nullable Verdict objection;

    /** @param places where the tool's schema lists what may stand; null where everything is text */
    Judging(TypedArguments typed, @Nullable StringPlaces places) {
        this.typed = typed;
        this.places = places;
    }

    /** @param labels what the caller's task has touched so far */
    Verdict judge(Json arguments, Set<String> labels) {
        // INVARIANT: what holds a secret is not looked up.
        take(typed.secrets().judge(arguments, labels), "");
        if (objection == null) {
            visit(arguments);
        }
        if (objection != null) {
            return objection;
        }
        if (unlisted > 0) {
            facts.put(UNLISTED, JsonNumber.of(unlisted));
        }
        return facts.isEmpty() ? Verdict.pass() : new Verdict.Noted(new JsonObject(facts));
    }

    private void visit(Json value) {
        TypedArguments.Typed here = path.isEmpty() ? null : typed.at(path);
        if (here != null && bound(here.type(), value)) {
            take(here.guard().judge(value, lookups), "");
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
            take(typed.text().judge(new JsonString(member.getKey())), " (name)");
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
            take(typed.text().judge(string), "");
        } else if (!places.lists(path, string)) {
            object(ArgumentGuard.untyped(Shown.pointer(path)));
        }
    }

    /** @param what of the place was judged, where it is not the value */
    private void take(Assessment assessment, String what) {
        switch (assessment) {
            case Assessment.Fit fit -> {
                if (!fit.facts().members().isEmpty()) {
                    note(Shown.pointer(path) + what, fit.facts());
                }
            }
            case Assessment.Unfit unfit ->
                object(Verdict.deny(unfit.reason(), Shown.pointer(path) + ": " + unfit.message(), unfit.cause()));
        }
    }

    // INVARIANT: of flagged texts there may be very many, and they crowd out nothing else that was found.
    private void note(String place, JsonObject found) {
        if (found.array(TextGuard.HIDDEN) != null && ++notes > MOST_NOTES) {
            unlisted++;
            return;
        }
        String key = place;
        // Two places may be shown alike, since long ones are cut.
        for (int same = 2; facts.containsKey(key) && same <= MOST_ALIKE; same++) {
            key = place + " #" + same;
        }
        if (facts.putIfAbsent(key, found) != null) {
            unlisted++;
        }
    }

    private void object(Verdict verdict) {
        objection = objection == null ? verdict : objection;
    }
}
