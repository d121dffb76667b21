package dev.lockkeeper.guard.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word where git expects a revision or a range of two (gitrevisions(7)), and the files that it may mean all the same:
 * one of its own name, and what it names in a commit or in the index.
 */
final class Revision {

    private static final String MARKS = "._/-~^@{}+:";
    private static final String FORM = "a revision has letters, digits and . _ / - ~ ^ @ { } + : only, and no path that"
            + " leads upwards or is absolute.";

    private Revision() {}

    /** What is wrong with its form; null where nothing is. */
    static @Nullable String wrong(String word) {
        if (word.isEmpty() || word.charAt(0) == '-' || word.charAt(0) == '/' || !plain(word) || climbs(word)) {
            return FORM;
        }
        if (word.startsWith("..")) {
            return "a range has two ends; write HEAD before the dots.";
        }
        // Searches and pathspecs, which name no file and yet lead to some: git reads them by rules of their own.
        return word.contains(":/") || word.contains(":^") || braced(word)
                ? "no revision is found by a text in braces with a colon or after :/, and :^ is none."
                : null;
    }

    private static boolean plain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (!Characters.letter(c) && !Characters.digit(c) && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a .. alone between slashes: a step upwards, or the empty range, which nobody needs. */
    private static boolean climbs(String word) {
        for (int from = 0; from <= word.length(); ) {
            int slash = word.indexOf('/', from);
            int end = slash < 0 ? word.length() : slash;
            if (word.startsWith("..", from) && end == from + 2) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /** Whether a colon stands within braces, where git looks for none. */
    private static boolean braced(String word) {
        int depth = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == ':' && depth > 0) {
                return true;
            }
            depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
        }
        return false;
    }

    /** Whether it names a file in a commit or in the index. */
    static boolean pointsInto(String word) {
        return word.indexOf(':') >= 0;
    }

    /**
     * The files that a word of this form may mean, at most three. A file whose own name has a colon is not among them: a
     * path that begins with a name and a colon looks like a URL.
     */
    static List<String> files(String word) {
        if (!pointsInto(word)) {
            return List.of(word);
        }
        List<String> files = new ArrayList<>(3);
        int dots = word.indexOf("..");
        if (dots < 0) {
            add(word, files);
            return files;
        }
        String end = word.substring(word.startsWith("...", dots) ? dots + 3 : dots + 2);
        add(word.substring(0, dots), files);
        add(end, files);
        if (!pointsInto(end)) {
            // Where this is no range, the dots are those of a file's name.
            add(word, files);
        }
        return files;
    }

    private static void add(String revision, List<String> files) {
        int from = revision.startsWith("^") ? 1 : 0;
        int colon = revision.indexOf(':');
        if (colon < 0) {
            return;
        }
        // :2:file is what the index has of a file in a conflict.
        boolean stage =
                colon == from && revision.startsWith(":", from + 2) && "0123".indexOf(revision.charAt(from + 1)) >= 0;
        String file = revision.substring(stage ? from + 3 : colon + 1);
        files.add(file.isEmpty() ? "." : file);
    }
}
