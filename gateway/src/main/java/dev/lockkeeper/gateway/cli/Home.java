package dev.lockkeeper.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where Lockkeeper keeps its files: {@code $LOCKKEEPER_HOME}, otherwise {@code ~/.lockkeeper}. */
record Home(Path directory) {

    static final String FILE = "lockkeeper.yaml";

    static Home of(Map<String, String> environment) {
        String chosen = environment.get("LOCKKEEPER_HOME");
        return new Home(
                chosen == null || chosen.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".lockkeeper")
                        : Path.of(chosen).toAbsolutePath());
    }

    Path journal() {
        return directory.resolve("journal");
    }

    Path tokens() {
        return directory.resolve("tokens.json");
    }

    /**
     * The configuration: what was asked for, otherwise the home's. Never one of the working directory: clients start
     * servers in the directory of a project, which may be anybody's.
     */
    Path configuration(@Nullable Path asked) {
        if (asked != null) {
            return asked;
        }
        Path own = directory.resolve(FILE);
        if (!Files.exists(own)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "There is no " + own + ": write one (see docs/policy.md), or name one with --config.");
        }
        return own;
    }
}
