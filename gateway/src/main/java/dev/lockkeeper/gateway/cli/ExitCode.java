package dev.lockkeeper.gateway.cli;

/** What the commands exit with; docs/cli.md says which command uses which. */
final class ExitCode {

    /** Done. */
    static final int OK = 0;
    /** The answer is no: the journal is broken, a server cannot be reached. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** What the command reads cannot be used: the configuration, the policy, a table, a journal reference. */
    static final int INVALID = 3;
    /** Of {@code audit}: the journal cannot be read. */
    static final int JOURNAL_UNREADABLE = 3;
    /** A case of {@code policy test} failed, or its coverage is too low. */
    static final int TESTS_FAILED = 4;

    private ExitCode() {}
}
