package dev.lockkeeper.gateway.cli;

/** A command that cannot go on: one sentence with the next step, and the exit code. */
final class CliFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int exitCode;

    CliFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
