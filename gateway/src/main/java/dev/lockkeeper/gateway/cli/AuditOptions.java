package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.yaml.YamlInvalid;
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
            description = "the journal's directory; if not said, that of the configuration")
    @Nullable Path journal;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration; if not said, lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper")
    @Nullable Path config;

    private Path directory() throws YamlInvalid {
        if (journal != null && config != null) {
            throw new IllegalArgumentException("--journal and --config name one journal each");
        }
        if (journal != null) {
            return journal;
        }
        Home home = Home.of(System.getenv());
        Path own = home.directory().resolve(Home.FILE);
        if (config == null && !Files.exists(own)) {
            // The configuration may be away when what it did is looked at.
            return home.journal();
        }
        Path file = config == null ? own : config;
        return Wiring.journalDirectory(PolicyCommand.load(file).settings().journal(), file, home);
    }

    static CommandSpec spec(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "picocli gives every command its spec");
    }

    static int run(@Nullable CommandSpec spec, AuditOptions options, Work work) {
        PrintWriter out = spec(spec).commandLine().getOut();
        PrintWriter err = spec(spec).commandLine().getErr();
        try {
            Path directory = options.directory();
            if (!Files.isDirectory(directory)) {
                err.println("There is no journal at " + directory
                        + ". Name its directory with --journal, or the configuration with --config.");
                return AuditCommand.IO;
            }
            int exit = work.run(directory, out);
            out.flush();
            return exit;
        } catch (IllegalArgumentException e) {
            err.println("The command was not understood: " + e.getMessage() + ". See --help.");
            return AuditCommand.USAGE;
        } catch (YamlInvalid e) {
            err.println(
                    "The configuration is not valid, so its journal is not known. Name the directory with --journal.");
            err.println(e.getMessage());
            return AuditCommand.IO;
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
