package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Shown;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.guard.text.TextGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges a text and what is nested in it, within the bounds of unfolding: texts are not decoded without end, since no
 * program acts on them. Where the server opens URLs, one that would reach inside the network is refused in a text too.
 *
 * @param url judges URLs; null where the server opens none
 */
record NestedTexts(ValueGuard text, @Nullable ValueGuard url, Nested nested) implements ValueGuard {

    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss", "ftp");
    private static final int LONGEST_URL = 2_048;

    @Override
    public Assessment judge(Json value) {
        Assessment plain = text.judge(value);
        if (plain instanceof Assessment.Unfit || !(value instanceof JsonString(String given))) {
            return plain;
        }
        if (reachesInside(given) instanceof Assessment.Unfit unfit) {
            return unfit;
        }
        Map<String, Json> flags = new LinkedHashMap<>();
        for (Nested.Piece piece : nested.unfold(given).pieces()) {
            switch (text.judge(new JsonString(piece.text()))) {
                case Assessment.Unfit unfit -> {
                    return unfit;
                }
                case Assessment.Fit fit -> flags(fit.facts(), piece.how(), flags);
            }
            if (reachesInside(piece.text()) instanceof Assessment.Unfit unfit) {
                return unfit;
            }
        }
        return flags.isEmpty() || !(plain instanceof Assessment.Fit fit) ? plain : with(fit.facts(), flags.values());
    }

    /** Of each kind of what is flagged, the first nested text that has it, with the way to it: facts stay small. */
    private static void flags(JsonObject facts, String how, Map<String, Json> first) {
        if (facts.array(TextGuard.HIDDEN) instanceof JsonArray(List<Json> found)) {
            for (Json one : found) {
                JsonObject flag = (JsonObject) one;
                first.putIfAbsent(String.valueOf(flag.string("kind")), flag.with("in", Shown.name(how)));
            }
        }
    }

    private static Assessment with(JsonObject facts, Collection<Json> flags) {
        List<Json> all = new ArrayList<>();
        if (facts.array(TextGuard.HIDDEN) instanceof JsonArray(List<Json> own)) {
            all.addAll(own);
        }
        all.addAll(flags);
        return Assessment.fit(facts.with(TextGuard.HIDDEN, new JsonArray(all)));
    }

    private @Nullable Assessment reachesInside(String given) {
        if (url == null || given.length() > LONGEST_URL) {
            return null;
        }
        String target = address(given.strip());
        return target != null
                        && url.judge(new JsonString(target)) instanceof Assessment.Unfit unfit
                        && (unfit.reason() == Reason.URL_PRIVATE_ADDRESS || unfit.reason() == Reason.URL_METADATA)
                ? unfit
                : null;
    }

    /** The text as a lenient client opens it, whatever number of slashes follows its scheme; null where it is no URL. */
    private static @Nullable String address(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !SCHEMES.contains(text.substring(0, colon).toLowerCase(Locale.ROOT))) {
            return null;
        }
        int host = colon + 1;
        while (host < text.length() && (text.charAt(host) == '/' || text.charAt(host) == '\\')) {
            host++;
        }
        return text.substring(0, colon) + "://" + text.substring(host);
    }
}
