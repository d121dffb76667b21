package dev.lockkeeper.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a URI template (RFC 6570) can yield a URI that a glob matches. An expression in braces counts as any text, so
 * the answer errs towards yes. Time in proportion to both lengths multiplied.
 */
final class Overlap {

    private static final int ANY = -1;
    private static final int ONE_IN_SEGMENT = -2;
    private static final int ANY_IN_SEGMENT = -3;

    private Overlap() {}

    static boolean possible(String template, String glob) {
        return meet(template(template), glob(glob));
    }

    /**
     * The template as a text that a glob can match only if it matches every URI of it: the expressions stay as they are
     * written, and those that can yield a slash contain one.
     */
    static String covering(String template) {
        return template.replaceAll("\\{([+#/])", "{/$1");
    }

    private static int[] template(String text) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            int end = text.charAt(i) == '{' ? text.indexOf('}', i) : -1;
            tokens.add(end < 0 ? text.charAt(i) : ANY);
            i = Math.max(i, end);
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] glob(String text) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            boolean twice = text.startsWith("**", i);
            tokens.add(
                    switch (text.charAt(i)) {
                        case '*' -> twice ? ANY : ANY_IN_SEGMENT;
                        case '?' -> ONE_IN_SEGMENT;
                        default -> (int) text.charAt(i);
                    });
            i += twice ? 1 : 0;
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    // The product of both automata, forwards; now[i][j] says that some text leads to i in a and to j in b.
    private static boolean meet(int[] a, int[] b) {
        boolean[][] reached = new boolean[a.length + 1][b.length + 1];
        reached[0][0] = true;
        for (int i = 0; i <= a.length; i++) {
            for (int j = 0; j <= b.length; j++) {
                if (!reached[i][j]) {
                    continue;
                }
                boolean runA = i < a.length && run(a[i]);
                boolean runB = j < b.length && run(b[j]);
                if (runA) {
                    reached[i + 1][j] = true;
                }
                if (runB) {
                    reached[i][j + 1] = true;
                }
                if (i < a.length && j < b.length && shareCharacter(a[i], b[j])) {
                    // A run stays where it is while the other side moves.
                    reached[runA ? i : i + 1][runB ? j : j + 1] = true;
                }
            }
        }
        return reached[a.length][b.length];
    }

    private static boolean run(int token) {
        return token == ANY || token == ANY_IN_SEGMENT;
    }

    private static boolean shareCharacter(int x, int y) {
        if (x >= 0 && y >= 0) {
            return x == y;
        }
        boolean slashX = x == ANY || x == '/';
        boolean slashY = y == ANY || y == '/';
        // Two wildcards share some character that is no slash; a slash needs a partner that takes one.
        return x < 0 && y < 0 || slashX && slashY || x != '/' && y != '/';
    }
}
