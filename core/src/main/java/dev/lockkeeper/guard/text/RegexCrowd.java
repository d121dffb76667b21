package dev.lockkeeper.guard.text;

/** The ways that an engine can have under way at once after some text: so many at each of these positions. */
final class RegexCrowd {

    private final int[] positions;
    private final int[] counts;
    private final long tries;

    /**
     * @param positions in ascending order
     * @param tries how much is to be tried for the next character
     */
    RegexCrowd(int[] positions, int[] counts, long tries) {
        this.positions = positions;
        this.counts = counts;
        this.tries = tries;
    }

    int size() {
        return positions.length;
    }

    int position(int index) {
        return positions[index];
    }

    int count(int index) {
        return counts[index];
    }

    long tries() {
        return tries;
    }

    /** Whether this one has at least as many everywhere, so that after any text there will be at least as much to try. */
    boolean covers(RegexCrowd other) {
        int mine = 0;
        for (int i = 0; i < other.positions.length; i++) {
            while (mine < positions.length && positions[mine] < other.positions[i]) {
                mine++;
            }
            if (mine == positions.length || positions[mine] != other.positions[i] || counts[mine] < other.counts[i]) {
                return false;
            }
        }
        return true;
    }
}
