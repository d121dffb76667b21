package dev.lockkeeper.secret;

/** Whether characters look as if drawn at random, as keys are and words, examples and counters are not. */
final class Randomness {

    private static final int SHORTEST = 16;

    private Randomness() {}

    /** Whether a part of a text could be a generated key: many different characters and no run of neighbours. */
    static boolean isRandom(String text, int from, int to) {
        int length = to - from;
        return length >= SHORTEST
                && !isSequence(text, from, to)
                && bits(text, from, to) >= (length >= 32 ? 3.0 : length >= 20 ? 2.9 : 2.75);
    }

    /**
     * Whether it looks generated although nothing but a name speaks for it: digits among letters that change often, and
     * few small letters in a row, as words have them.
     */
    static boolean isGenerated(String text, int from, int to) {
        int digits = 0;
        int letters = 0;
        int capitals = 0;
        int changes = 0;
        int inWords = 0;
        int inLongWords = 0;
        int run = 0;
        int before = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int sort = c >= '0' && c <= '9' ? 1 : c >= 'a' && c <= 'z' ? 2 : c >= 'A' && c <= 'Z' ? 3 : 4;
            digits += sort == 1 ? 1 : 0;
            letters += sort == 2 || sort == 3 ? 1 : 0;
            capitals += sort == 3 ? 1 : 0;
            changes += before != 0 && sort != 4 && sort != before ? 1 : 0;
            before = sort == 4 ? 0 : sort;
            run = sort == 2 ? run + 1 : 0;
            inWords += run == 3 ? 3 : run > 3 ? 1 : 0;
            inLongWords += run == 5 ? 5 : run > 5 ? 1 : 0;
        }
        int length = to - from;
        // A word and a number, as in release-2024-11, changes rarely; what is drawn from 16 characters or more does
        // often.
        boolean wordy = capitals > 0 ? inWords * 2 > length : inLongWords * 10 > length * 7;
        return digits > 0 && letters > 0 && changes * 5 >= length && !wordy && isRandom(text, from, to);
    }

    /** Whether a short value is more than one character repeated or counted on. */
    static boolean isVaried(String value) {
        return !isSequence(value, 0, value.length());
    }

    // More than half of all neighbours equal, or one apart: aaaa, 1234, wxyz.
    private static boolean isSequence(String text, int from, int to) {
        int near = 0;
        for (int i = from + 1; i < to; i++) {
            near += Math.abs(text.charAt(i) - text.charAt(i - 1)) <= 1 ? 1 : 0;
        }
        return near * 2 >= to - from - 1;
    }

    /** Shannon's entropy of the characters, in bits for each. */
    static double bits(String text, int from, int to) {
        int[] counts = new int[128];
        for (int i = from; i < to; i++) {
            counts[text.charAt(i) & 127]++;
        }
        double sum = 0;
        for (int count : counts) {
            if (count > 0) {
                sum += count * Math.log(count);
            }
        }
        int length = to - from;
        return (Math.log(length) - sum / length) / Math.log(2);
    }
}
