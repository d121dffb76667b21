package dev.lockkeeper.yaml;

import java.util.Collection;
import java.util.Optional;

/** Finds what was probably meant. */
public final class Nearest {

    private Nearest() {}

    /** The known word nearest to the one given, if it is near enough to be meant. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > 100) {
            return Optional.empty();
        }
        String best = null;
        int least = Math.max(1, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = candidate.replace("-", "").equalsIgnoreCase(word.replaceAll("[-_]", ""))
                    ? 0
                    : distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What an error message adds: {@code ; did you mean "x"?}, or a list of what is known where nothing is near. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known)
                .map(found -> "; did you mean \"" + found + "\"?")
                .orElseGet(() -> known.isEmpty() ? "." : "; known: " + String.join(", ", known) + ".");
    }

    // Damerau-Levenshtein in its restricted form: insertions, deletions, substitutions, neighbours swapped.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
