package dev.lockkeeper.guard.path;

import com.ibm.icu.text.Normalizer2;
import dev.lockkeeper.guard.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Globs over what follows a root. They match whatever some file system holds to be the same name: without regard to case
 * and Unicode form (NTFS, APFS, HFS+), and to dots at the end of a name (FAT). What lies below a match is denied with it.
 */
final class DenyList {

    private static final Normalizer2 CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
    private static final String ANYWHERE = "**/";

    /** What a path must not hold: the commonest patterns need no more, and this is fast. */
    private final List<String> names = new ArrayList<>();

    private final List<Glob> globs = new ArrayList<>();

    /** @throws IllegalArgumentException where one is no glob over paths */
    DenyList(List<String> patterns) {
        for (String given : patterns) {
            if (given.isBlank() || given.indexOf('\\') >= 0 || ("/" + given + "/").contains("/../")) {
                throw new IllegalArgumentException("The deny pattern \"" + given
                        + "\" matches no path; write slashes between names and no .., such as **/.git/**.");
            }
            String pattern = fold(complete(given));
            String name = pattern.startsWith(ANYWHERE) && pattern.endsWith("/**")
                    ? pattern.substring(ANYWHERE.length() - 1, pattern.length() - 2)
                    : "*";
            if (name.length() > 1 && name.indexOf('*') < 0 && name.indexOf('?') < 0) {
                names.add(name);
            } else {
                globs.add(Glob.uri(pattern));
            }
        }
    }

    private static String complete(String given) {
        String pattern = given.startsWith("/") || given.startsWith("**") ? given : "/" + given;
        if (pattern.endsWith("/**")) {
            return pattern;
        }
        return pattern.endsWith("/") ? pattern + "**" : pattern + "/**";
    }

    /** @param rest between slashes */
    boolean denies(String rest) {
        if (names.isEmpty() && globs.isEmpty()) {
            return false;
        }
        if (matches(fold(rest))) {
            return true;
        }
        String decoded = Percent.decode(rest);
        return decoded != null && !decoded.equals(rest) && matches(fold(decoded));
    }

    /**
     * Whether a path that begins so could be denied, whatever is there.
     *
     * @param rest between slashes
     */
    boolean mayDenyBelow(String rest) {
        // A name is denied wherever it stands.
        if (!names.isEmpty()) {
            return true;
        }
        String decoded = Percent.decode(rest);
        return mayMatch(fold(rest)) || decoded != null && !decoded.equals(rest) && mayMatch(fold(decoded));
    }

    private boolean mayMatch(String beginning) {
        for (Glob glob : globs) {
            if (glob.matchesSomeBeginning(beginning)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String folded) {
        for (String name : names) {
            if (folded.contains(name)) {
                return true;
            }
        }
        for (Glob glob : globs) {
            if (glob.matches(folded)) {
                return true;
            }
        }
        return false;
    }

    private static String fold(String text) {
        String folded = Ascii.all(text)
                ? text.toLowerCase(Locale.ROOT)
                // Case folding keeps the dotted capital and the dotless small I apart; some file systems do not.
                : CASEFOLD.normalize(text).replace('\u0131', 'i').replace("i\u0307", "i");
        return folded.contains("./") ? withoutTrailingDots(folded) : folded;
    }

    private static String withoutTrailingDots(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/') {
                while (!out.isEmpty() && out.charAt(out.length() - 1) == '.') {
                    out.setLength(out.length() - 1);
                }
            }
            out.append(c);
        }
        return out.toString();
    }
}
