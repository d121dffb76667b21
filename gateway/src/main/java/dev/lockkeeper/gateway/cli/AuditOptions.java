package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.JournalUnavailable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every {@code audit} command shares: which journal, and one sentence for whatever goes wrong. */
final class AuditOptions {

    @FunctionalInterface
    interface Work {
        int run(Path journal, PrintWriter out) throws IOException, JournalUnavailable;
    }

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "the journal's directory; if not said, journal in LOCKKEEPER_HOME, or in ~/.lockkeeper")
    @Nullable Path journal;

    private Path directory() {
        if (journal != null) {
            return journal;
        }
        String home = System.getenv("LOCKKEEPER_HOME");
        return (home == null || home.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".lockkeeper")
                        : Path.of(home))
                .resolve("journal");
    }

    static CommandSpec spec(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "picocli gives every command its spec");
    }

    static int run(@Nullable CommandSpec spec, AuditOptions options, Work work) {
        PrintWriter out = spec(spec).commandLine().getOut();
        PrintWriter err = spec(spec).commandLine().getErr();
        Path directory = options.directory();
        if (!Files.isDirectory(directory)) {
            err.println("There is no journal at " + directory + ". Name its directory with --journal.");
            return AuditCommand.IO;
        }
        try {
            int exit = work.run(directory, out);
            out.flush();
            return exit;
        } catch (IllegalArgumentException e) {
            err.println("The command was not understood: " + e.getMessage() + ". See --help.");
            return AuditCommand.USAGE;
        } catch (FileAlreadyExistsException e) {
            err.println("The output file exists already. Name another one.");
            return AuditCommand.IO;
        } catch (JournalUnavailable e) {
            err.println(e.getMessage());
            return AuditCommand.IO;
        } catch (IOException | java.io.UncheckedIOException e) {
            err.println("A file cannot be read or written. Check that you may read the journal, and that what you named"
                    + " exists.");
            return AuditCommand.IO;
        }
    }
}
