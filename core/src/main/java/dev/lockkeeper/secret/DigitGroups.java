package dev.lockkeeper.secret;

/**
 * Digits in groups, as phone numbers are written, and dates and versions too.
 *
 * @param digits how many
 * @param groups how many
 * @param end after the last digit
 * @param first the length of the first group
 * @param second that of the second one
 * @param third that of the third one
 * @param shortest that of the shortest but the first
 * @param mark between the groups; 0 for none, and a star for several
 * @param bracket whether the first group is in brackets
 */
record DigitGroups(
        int digits, int groups, int end, int first, int second, int third, int shortest, char mark, boolean bracket) {

    static final int LEAST = 7;
    private static final int MOST = 15;
    private static final int LONGEST = 40;
    private static final DigitGroups NONE = new DigitGroups(0, 0, 0, 0, 0, 0, 0, '\0', false);
    private static final String MARKS = " -./()\u00a0";

    /** The groups from a place on, up to where fifteen digits end; none where a letter follows. */
    static DigitGroups read(String text, int start) {
        int limit = Math.min(text.length(), start + LONGEST);
        int at = text.charAt(start) == '+' ? start + 1 : start;
        int[] lengths = new int[MOST + 1];
        int digits = 0;
        int groups = 0;
        int end = -1;
        char mark = 0;
        char between = 0;
        while (at < limit) {
            int to = Chars.DIGITS.end(text, at, MOST + 1);
            if (to > at) {
                if (digits + to - at > MOST) {
                    break;
                }
                if (groups > 0) {
                    mark = mark == 0 || mark == between ? between : '*';
                }
                lengths[groups++] = to - at;
                digits += to - at;
                end = to;
                at = to;
                between = 0;
            } else if (MARKS.indexOf(text.charAt(at)) >= 0 && at - Math.max(end, start) < 2) {
                between = between == 0 || text.charAt(at) == '-' ? text.charAt(at) : between;
                at++;
            } else {
                break;
            }
        }
        if (digits < LEAST || !Boundary.after(text, end) && text.charAt(end) != 'x') {
            return NONE;
        }
        int shortest = lengths[groups - 1];
        for (int i = 1; i < groups; i++) {
            shortest = Math.min(shortest, lengths[i]);
        }
        return new DigitGroups(
                digits, groups, end, lengths[0], lengths[1], lengths[2], shortest, mark, text.charAt(start) == '(');
    }

    /** Whether it is a date, a version, a decimal number, an address, whatever is said of it. */
    boolean isOther(String text) {
        boolean date =
                groups == 3 && (first == 4 && second <= 2 && third <= 2 || first <= 2 && second <= 2 && third == 4);
        boolean years = groups == 2 && first == 4 && second == 4 && isYear(text, end - 4);
        // As social security numbers are written in the United States, which are judged as such.
        boolean social = groups == 3 && first == 3 && second == 2 && third == 4;
        boolean dotted = mark == '.' && (groups == 2 || groups == 4 && digits <= 12);
        return date || years || social || dotted;
    }

    private static boolean isYear(String text, int at) {
        return text.startsWith("19", at) || text.startsWith("20", at);
    }

    /** Whether it is grouped as phone numbers are and few other things. */
    boolean isWritten() {
        boolean even = groups >= 3 && mark != '*' && mark != '/' && shortest >= 2 && digits >= 8;
        return even || bracket && groups >= 2 && shortest >= 2;
    }
}
