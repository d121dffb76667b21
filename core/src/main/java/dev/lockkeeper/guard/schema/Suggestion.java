package dev.lockkeeper.guard.schema;

import com.ibm.icu.text.Normalizer2;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which declared name was probably meant. Quotes a name of the schema only where it is short printable ASCII. */
final class Suggestion {

    private static final int LONGEST_NAME = 64;
    private static final int FARTHEST = 2;
    private static final int MOST_NAMES = 8;

    private Suggestion() {}

    static String undeclared(String name, Set<String> declared) {
        String nearest = nearest(name, declared);
        return nearest == null
                ? "is not declared" + choice(declared) + "."
                : "is not declared; did you mean \"" + nearest + "\"?";
    }

    private static String choice(Set<String> declared) {
        String names = declared.stream()
                .filter(Suggestion::quotable)
                .sorted()
                .limit(MOST_NAMES)
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "; declared: " + names;
    }

    static String imitation(String name, Set<String> declared) {
        String folded = fold(name);
        String meant = declared.stream()
                .filter(one -> quotable(one) && fold(one).equals(folded))
                .sorted()
                .findFirst()
                .orElse(null);
        return "differs from a declared name only by case or Unicode form"
                + (meant == null ? "." : "; did you mean \"" + meant + "\"?");
    }

    /** Whether server text may be repeated in a message. */
    static boolean quotable(String text) {
        return text.length() <= LONGEST_NAME
                && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\');
    }

    private static @Nullable String nearest(String name, Set<String> declared) {
        if (name.length() > LONGEST_NAME) {
            return null;
        }
        String best = null;
        int least = Math.min(FARTHEST, name.length() / 2) + 1;
        for (String candidate : new TreeSet<>(declared)) {
            if (quotable(candidate)) {
                int distance = fold(candidate).equals(fold(name)) ? 0 : distance(name, candidate);
                if (distance < least) {
                    least = distance;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static String fold(String name) {
        return Normalizer2.getNFKCCasefoldInstance()
                .normalize(name)
                .replace("_", "")
                .replace("-", "");
    }

    // Levenshtein; both are at most 64 characters.
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
