package dev.lockkeeper.guard.text;

/** How much work may be spent on judging one expression; some milliseconds. */
final class RegexBudget {

    private static final int MOST = 1_000_000;

    private int left = MOST;

    /** @throws RegexRefused when nothing is left */
    void spend(long steps) throws RegexRefused {
        if (steps > left) {
            throw tooLarge();
        }
        left -= (int) steps;
    }

    static RegexRefused tooLarge() {
        return RegexRefused.backtracking("The expression is too large to judge how long it can take; make it simpler.");
    }
}
