package dev.lockkeeper.guard.result;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The words that a call itself sent: what an answer repeats of them tells nothing new. Case does not matter. */
final class Sent {

    private static final int MOST_WORDS = 20_000;
    private static final int LONGEST_WORD = 1_024;
    private static final int DEEPEST_PATH = 64;
    private static final String BREAKS = " \t\r\n\"'`()[]{},;=<>|&";

    private final Set<String> words = new HashSet<>();

    Sent(JsonObject params) {
        params.members().forEach((name, value) -> {
            if (!name.equals("_meta")) {
                add(value);
            }
        });
    }

    /** Whether every word of the piece was sent. */
    boolean holds(String piece) {
        if (piece.length() <= LONGEST_WORD && words.contains(plain(piece))) {
            return true;
        }
        boolean any = false;
        for (int i = 0; i < piece.length(); ) {
            int end = wordEnd(piece, i);
            if (end > i) {
                String word = trimmed(piece.substring(i, end));
                any |= !word.isEmpty();
                if (!word.isEmpty() && (word.length() > LONGEST_WORD || !words.contains(plain(word)))) {
                    return false;
                }
            }
            i = end + 1;
        }
        return any;
    }

    private void add(Json value) {
        switch (value) {
            case JsonObject object ->
                object.members().forEach((name, inner) -> {
                    words(name);
                    add(inner);
                });
            case JsonArray array -> array.items().forEach(this::add);
            case JsonString(String text) -> words(text);
            case JsonNumber number -> word(number.literal());
            case JsonBoolean bool -> {}
            case JsonNull none -> {}
        }
    }

    private void words(String text) {
        word(text);
        for (int i = 0; i < text.length() && words.size() < MOST_WORDS; ) {
            int end = wordEnd(text, i);
            if (end > i) {
                word(trimmed(text.substring(i, end)));
            }
            i = end + 1;
        }
    }

    private void word(String word) {
        if (word.isEmpty() || word.length() > LONGEST_WORD || words.size() >= MOST_WORDS) {
            return;
        }
        String plain = plain(word);
        words.add(plain);
        int scheme = plain.indexOf("://");
        if (scheme > 0) {
            authority(plain.substring(scheme + 3));
        }
        boolean path = plain.indexOf('/') >= 0;
        // Of a path all that is above it, of a dotted name all of its parts.
        int parts = 0;
        for (int i = 1; i < plain.length() && parts < DEEPEST_PATH; i++) {
            if (path && plain.charAt(i) == '/' && plain.charAt(i - 1) != '/') {
                words.add(plain.substring(0, i));
                parts++;
            }
        }
        if (!path && plain.indexOf('.') > 0) {
            for (int i = 0; i < plain.length() && parts < DEEPEST_PATH; parts++) {
                int dot = plain.indexOf('.', i);
                int end = dot < 0 ? plain.length() : dot;
                words.add(plain.substring(i, end));
                i = end + 1;
            }
        }
    }

    private void authority(String rest) {
        int end = rest.indexOf('/');
        String authority = end < 0 ? rest : rest.substring(0, end);
        words.add(authority);
        int port = authority.lastIndexOf(':');
        if (port > 0) {
            words.add(authority.substring(0, port));
        }
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && BREAKS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String trimmed(String word) {
        int end = word.length();
        while (end > 0 && ".:!?/".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return word.substring(0, end);
    }

    private static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.indexOf('\\') < 0) {
            return lower;
        }
        var out = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c != '\\') {
                out.append(c);
            } else if (out.isEmpty() || out.charAt(out.length() - 1) != '/') {
                out.append('/');
            }
        }
        return out.toString();
    }
}
