package dev.lockkeeper.guard.url;

import dev.lockkeeper.guard.Assessment;

/**
 * Why something leads nowhere that it may.
 *
 * @param message for the caller
 * @param cause for the journal; empty where the message says it all
 */
record Refusal(Problem problem, String message, String cause) implements HostReading, UrlReading, Reach {

    Refusal(Problem problem, String message) {
        this(problem, message, "");
    }

    Assessment ofUrl() {
        return Assessment.unfit(problem.url(), message, cause);
    }

    Assessment ofHost() {
        return Assessment.unfit(problem.host(), message, cause);
    }

    Assessment ofEmail() {
        return Assessment.unfit(problem.email(), message, cause);
    }
}
