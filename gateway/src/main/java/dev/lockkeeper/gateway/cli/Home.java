package dev.lockkeeper.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The configuration: what was asked for, otherwise the first there is of {@code ./lockkeeper.yaml} and the home's. */
    Path configuration(@Nullable Path asked) {
        if (asked != null) {
            return asked;
        }
        Optional<Path> found = List.of(Path.of(FILE), directory.resolve(FILE)).stream()
                .filter(Files::isRegularFile)
                .findFirst();
        return found.orElseThrow(() -> new CliFailure(
                ExitCode.USAGE,
                "There is no " + FILE + " here or in " + directory
                        + ": write one (see docs/policy.md), or name one with --config."));
    }
}
