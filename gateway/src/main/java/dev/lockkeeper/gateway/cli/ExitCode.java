package dev.lockkeeper.gateway.cli;

/** What the commands exit with. */
final class ExitCode {

    /** Done. */
    static final int OK = 0;
    /** The answer is no: the journal is broken, a server cannot be reached. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The configuration or the policy is invalid. */
    static final int INVALID = 3;
    /** A policy test failed. */
    static final int TESTS_FAILED = 4;

    private ExitCode() {}
}
