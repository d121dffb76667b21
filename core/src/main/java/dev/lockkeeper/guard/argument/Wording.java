package dev.lockkeeper.guard.argument;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a name in camel, snake or kebab case, or of a sentence, in lower case and in order.
 *
 * @param head how many of them, from the first, say what it is, before it is told of what, for what or how it is
 */
record Wording(List<String> words, int head) {

    private static final int LONGEST_HEAD = 8;

    private static final Set<String> ENDS = Set.of(
            "of",
            "to",
            "for",
            "from",
            "in",
            "on",
            "at",
            "by",
            "as",
            "with",
            "that",
            "which",
            "where",
            "when",
            "if",
            "is",
            "are",
            "will",
            "should",
            "must",
            "can",
            "containing",
            "used",
            "eg");

    static Wording of(String text) {
        List<String> words = new ArrayList<>();
        int head = -1;
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inside = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
            if (from >= 0 && (!inside || begins(text, i))) {
                head = add(words, text.substring(from, i).toLowerCase(Locale.ROOT), head);
                from = -1;
            }
            if (inside && from < 0) {
                from = i;
            } else if (!inside && i < text.length() && !words.isEmpty() && ".,;:(\n".indexOf(text.charAt(i)) >= 0) {
                head = head < 0 ? words.size() : head;
            }
        }
        int all = head < 0 ? words.size() : head;
        return new Wording(List.copyOf(words), Math.min(all, LONGEST_HEAD));
    }

    private static int add(List<String> words, String word, int head) {
        if (word.startsWith("expression") && !words.isEmpty() && words.getLast().equals("regular")) {
            words.set(words.size() - 1, "regex");
            return head;
        }
        boolean ends = head < 0 && !words.isEmpty() && ENDS.contains(word);
        words.add(word);
        return ends ? words.size() - 1 : head;
    }

    // A capital begins a word after a small letter or a digit, and as the last of several where no plural ends:
    // URLList, URLs.
    private static boolean begins(String text, int i) {
        if (!Character.isUpperCase(text.charAt(i))) {
            return false;
        }
        if (!Character.isUpperCase(text.charAt(i - 1))) {
            return true;
        }
        boolean plural = small(text, i + 1) && text.charAt(i + 1) == 's' && !small(text, i + 2);
        return small(text, i + 1) && !plural;
    }

    private static boolean small(String text, int i) {
        return i < text.length() && Character.isLowerCase(text.charAt(i));
    }

    /** The words that say what it is. */
    List<String> what() {
        return words.subList(0, head);
    }

    boolean holds(Set<String> some) {
        return words.stream().anyMatch(some::contains);
    }
}
