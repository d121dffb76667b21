package dev.lockkeeper.guard.text;

import dev.lockkeeper.guard.text.Nested.Piece;
import dev.lockkeeper.guard.text.Nested.Unfolded;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unfolds one text. Used once. */
final class Unfolding {

    private static final int MOST_CHARS = 8 << 20;
    private static final int LEAST_BOUND = 4096;
    private static final int POINTER = 256;
    private static final JsonReader READER =
            new JsonReader(new JsonLimits(32 << 20, 64, 8 << 20, 1024, 512, 9_999, 100_000, 10_000));

    private final NestedSettings settings;
    private final List<Piece> pieces = new ArrayList<>();
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private long charsLeft;
    private boolean tooDeep;

    Unfolding(NestedSettings settings, String text) {
        this.settings = settings;
        this.charsLeft = Math.min(MOST_CHARS, Math.max(LEAST_BOUND, 4L * text.length()));
        seen.add(text);
        waiting.add(new Piece(text, "", 0));
    }

    Unfolded unfold() {
        while (!waiting.isEmpty() && !tooDeep) {
            Piece piece = waiting.remove();
            json(piece);
            add(piece, "percent", PercentCoding.decoded(piece.text()));
            add(piece, "entities", Entities.decoded(piece.text()));
            add(piece, "escapes", Escapes.decoded(piece.text()));
            for (Alphabet alphabet : Alphabet.ALL) {
                words(piece, alphabet);
            }
        }
        return pieces.isEmpty() && !tooDeep ? Unfolded.NOTHING : new Unfolded(pieces, tooDeep);
    }

    private void add(Piece outer, String how, @Nullable String text) {
        if (text == null || text.isEmpty() || tooDeep || !seen.add(text)) {
            return;
        }
        int depth = outer.depth() + 1;
        charsLeft -= text.length();
        // INVARIANT: nothing is left out without a word.
        tooDeep = depth > settings.depth() || pieces.size() >= settings.pieces() || charsLeft < 0;
        if (tooDeep) {
            return;
        }
        var piece = new Piece(text, outer.how().isEmpty() ? how : outer.how() + " > " + how, depth);
        pieces.add(piece);
        if (NestedSigns.in(text)) {
            waiting.add(piece);
        }
    }

    private void json(Piece piece) {
        if (!NestedSigns.mayBeJson(piece.text())) {
            return;
        }
        try {
            strings(piece, READER.read(piece.text().getBytes(StandardCharsets.UTF_8)), "json ", "");
        } catch (JsonRefused e) {
            // What is no JSON is a text; what is JSON beyond a bound, or of two readings, cannot be judged.
            tooDeep |= e.reason() != Reason.JSON_MALFORMED;
        }
    }

    private void strings(Piece piece, Json value, String how, String pointer) {
        if (tooDeep) {
            return;
        }
        switch (value) {
            case JsonString string -> add(piece, how + pointer, string.value());
            case JsonObject object ->
                object.members().forEach((name, member) -> {
                    String place = below(pointer, name);
                    add(piece, "json name " + place, name);
                    strings(piece, member, how, place);
                });
            case JsonArray array -> {
                for (int i = 0; i < array.items().size() && !tooDeep; i++) {
                    strings(piece, array.items().get(i), how, below(pointer, String.valueOf(i)));
                }
            }
            case JsonNumber number -> {}
            case JsonBoolean bool -> {}
            case JsonNull none -> {}
        }
    }

    private static String below(String pointer, String name) {
        String longer = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        return longer.length() > POINTER ? longer.substring(0, POINTER) + "…" : longer;
    }

    private void words(Piece piece, Alphabet alphabet) {
        String text = piece.text();
        String whole = alphabet.whole(text);
        if (whole.length() >= NestedSigns.WHOLE) {
            add(piece, alphabet.coding(), alphabet.decoded(whole, 0, whole.length()));
        }
        int start = 0;
        for (int at = 0; at <= text.length() && !tooDeep; at++) {
            if (at == text.length() || !alphabet.has(text.charAt(at))) {
                if (at - start >= NestedSigns.WORD) {
                    add(piece, alphabet.coding(), alphabet.decoded(text, start, at));
                }
                start = at + 1;
            }
        }
    }
}
