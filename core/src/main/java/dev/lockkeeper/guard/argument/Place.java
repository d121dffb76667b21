package dev.lockkeeper.guard.argument;

import java.util.ArrayList;
import java.util.List;

/**
 * Places in arguments: a JSON Pointer (RFC 6901) in which {@code *} stands for any one member or item and {@code **}, at
 * the end only, for everything below. Immutable.
 *
 * @param tokens decoded; none for the arguments as a whole
 */
public record Place(List<String> tokens) {

    /** Any one member or item. */
    static final String ANY = "*";

    /** Everything below; only at the end. */
    static final String BELOW = "**";

    private static final int MOST_TOKENS = 32;

    public Place {
        tokens = List.copyOf(tokens);
        int below = tokens.indexOf(BELOW);
        if (below >= 0 && below != tokens.size() - 1) {
            throw new IllegalArgumentException("** stands only at the end of a pointer.");
        }
        if (tokens.size() > MOST_TOKENS) {
            throw new IllegalArgumentException("A pointer has at most " + MOST_TOKENS + " steps.");
        }
    }

    /**
     * Reads a pointer such as {@code /edits/*}{@code /path}.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static Place of(String pointer) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("A JSON Pointer starts with a slash, such as /path or /edits/*/path.");
        }
        List<String> tokens = new ArrayList<>();
        for (String token : pointer.substring(1).split("/", -1)) {
            tokens.add(decoded(token));
        }
        return new Place(tokens);
    }

    private static String decoded(String token) {
        for (int at = token.indexOf('~'); at >= 0; at = token.indexOf('~', at + 1)) {
            if (at + 1 == token.length() || token.charAt(at + 1) != '0' && token.charAt(at + 1) != '1') {
                throw new IllegalArgumentException("In a JSON Pointer ~ is written ~0, and a slash in a name ~1.");
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }

    /** Whether the path is one of these places. */
    boolean matches(List<String> path) {
        int last = tokens.size() - 1;
        boolean below = last >= 0 && tokens.get(last).equals(BELOW);
        int fixed = below ? last : tokens.size();
        if (below ? path.size() <= fixed : path.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            String token = tokens.get(i);
            if (!token.equals(ANY) && !token.equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether some place below the path is one of these. */
    boolean matchesBelow(List<String> path) {
        for (int i = 0; i < path.size(); i++) {
            if (i == tokens.size()) {
                return false;
            }
            String token = tokens.get(i);
            if (token.equals(BELOW)) {
                return true;
            }
            if (!token.equals(ANY) && !token.equals(path.get(i))) {
                return false;
            }
        }
        return tokens.size() > path.size();
    }

    /** Whether every place of the other, or something above it, is one of these. */
    boolean coversBelow(Place other) {
        for (int above = other.tokens.size(); above > 0; above--) {
            if (covers(other.tokens.subList(0, above))) {
                return true;
            }
        }
        return false;
    }

    /** Whether every place of the other is one of these. */
    boolean covers(Place other) {
        return covers(other.tokens);
    }

    private boolean covers(List<String> others) {
        int last = tokens.size() - 1;
        boolean below = last >= 0 && tokens.get(last).equals(BELOW);
        int fixed = below ? last : tokens.size();
        if (below ? others.size() <= fixed : others.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            String token = tokens.get(i);
            String theirs = others.get(i);
            if (theirs.equals(BELOW) || !token.equals(ANY) && !token.equals(theirs)) {
                return false;
            }
        }
        // One step cannot cover whatever is below.
        return below || others.isEmpty() || !others.getLast().equals(BELOW);
    }

    /** The pointer. */
    public String pointer() {
        var out = new StringBuilder();
        tokens.forEach(token -> out.append('/').append(token.replace("~", "~0").replace("/", "~1")));
        return out.toString();
    }

    @Override
    public String toString() {
        return pointer();
    }
}
