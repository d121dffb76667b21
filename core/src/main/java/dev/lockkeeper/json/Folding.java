package dev.lockkeeper.json;

import com.ibm.icu.text.Normalizer2;
import dev.lockkeeper.reason.Reason;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Finds member names that a careless parser takes for a known one: equal under NFKC_Casefold (UAX 31) but not equal.
 * {@code Method} and {@code param\u017F} were read as {@code method} and {@code params} by a widely used SDK. The dotted
 * capital and the dotless small I, which case folding keeps apart and {@link String#equalsIgnoreCase} does not, count as
 * I.
 */
public final class Folding {

    private final Set<String> known;
    private final Set<String> folded = new HashSet<>();

    /** @param known the names that mean something where the check is made */
    public Folding(Set<String> known) {
        this.known = Set.copyOf(known);
        this.known.forEach(name -> folded.add(fold(name)));
    }

    /** @throws JsonRefused when a member of the object imitates a known name */
    public void check(JsonObject object) throws JsonRefused {
        for (String name : object.members().keySet()) {
            if (imitates(name)) {
                throw new JsonRefused(
                        Reason.JSON_FOLDED_MEMBER,
                        "A member name differs from a known one only by case or by Unicode folding.");
            }
        }
    }

    /** Whether the name folds to a known one without being it. */
    public boolean imitates(String name) {
        return !known.contains(name) && folded.contains(fold(name));
    }

    private static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return Normalizer2.getNFKCCasefoldInstance()
                        .normalize(name)
                        .replace('\u0131', 'i')
                        .replace("i\u0307", "i");
            }
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
