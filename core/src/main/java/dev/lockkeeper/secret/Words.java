package dev.lockkeeper.secret;

import java.util.List;
import java.util.Locale;

/** Words that say what follows them. One with a star at its end is the beginning of words. */
final class Words {

    private final List<String> words;
    private final Anchors anchors;

    Words(String... words) {
        this.words = List.of(words);
        this.anchors = new Anchors(this.words.stream()
                .map(word -> plain(word).chars().allMatch(c -> c < 128) ? plain(word) : ascii(word))
                .toList());
    }

    private static String plain(String word) {
        return word.endsWith("*") ? word.substring(0, word.length() - 1) : word;
    }

    // Found by its longest part without accents.
    private static String ascii(String word) {
        String longest = "";
        for (String part : plain(word).split("[^a-z]+", -1)) {
            longest = part.length() > longest.length() ? part : longest;
        }
        return longest;
    }

    /** Whether one of them stands between two places of a text. */
    boolean in(String text, int from, int to) {
        if (!anchors.in(text, from, to)) {
            return false;
        }
        String part = text.substring(from, to).toLowerCase(Locale.ROOT);
        for (String word : words) {
            String plain = plain(word);
            for (int at = part.indexOf(plain); at >= 0; at = part.indexOf(plain, at + 1)) {
                int end = at + plain.length();
                boolean begins = at == 0 || !Character.isLetter(part.charAt(at - 1));
                boolean ends = word.endsWith("*") || end == part.length() || !Character.isLetter(part.charAt(end));
                if (begins && ends) {
                    return true;
                }
            }
        }
        return false;
    }
}
