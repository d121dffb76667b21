package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.gateway.config.JournalFileSettings;
import dev.lockkeeper.gateway.config.PolicyFile;
import dev.lockkeeper.gateway.identity.OperatingSystemCaller;
import dev.lockkeeper.guard.limit.Kill;
import dev.lockkeeper.guard.limit.KillFile;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code kill} and {@code revive} share: what is meant, and where it is recorded. */
final class KillOptions {

    @Option(names = "--caller", paramLabel = "NAME", description = "A caller, such as alice or token:alice.")
    private String caller = "";

    @Option(names = "--server", paramLabel = "NAME", description = "A server, by its name in the configuration.")
    private String server = "";

    @Option(names = "--tool", paramLabel = "NAME", description = "A tool, as its server names it.")
    private String tool = "";

    @Option(names = "--all", description = "Everything.")
    private boolean all;

    @Option(names = "--because", paramLabel = "TEXT", description = "Why; it goes into the journal.")
    private String because = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; otherwise lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper.")
    private @Nullable Path config;

    private final Home home = Home.of(System.getenv());

    KillFile file() {
        return new KillFile(home.directory());
    }

    boolean all() {
        return all;
    }

    /** What is meant, by the person who runs this. */
    Kill kill() {
        boolean named = !(caller.isEmpty() && server.isEmpty() && tool.isEmpty());
        if (named == all) {
            throw new CliFailure(
                    ExitCode.USAGE, "Say what is meant with --caller, --server and --tool, or take --all.");
        }
        if ((caller + server + tool + because).chars().anyMatch(Character::isISOControl)) {
            throw new CliFailure(ExitCode.USAGE, "Names and reasons are on one line, without control characters.");
        }
        String by = OperatingSystemCaller.current(user -> Set.of()).key();
        return new Kill(caller, server, tool, because, by, Clock.systemUTC().instant());
    }

    /** What is meant, with the reason that must be given. */
    Kill explained() {
        Kill kill = kill();
        if (because.isBlank()) {
            throw new CliFailure(ExitCode.USAGE, "Say why with --because; the journal keeps it.");
        }
        return kill;
    }

    /** Writes to the journal of the configuration, beside a gateway that runs. */
    void record(String outcome, Kill kill) throws JournalUnavailable {
        var body = JsonObject.EMPTY.with("outcome", outcome);
        for (var member : kill.toJson().members().entrySet()) {
            body = body.with(member.getKey(), member.getValue());
        }
        try (FileJournal journal = open()) {
            journal.append("kill", body, Durability.ON_DISK);
        }
    }

    private FileJournal open() throws JournalUnavailable {
        Path configuration = config == null ? home.directory().resolve(Home.FILE) : config;
        var plan = new Wiring.Plan(configuration, home, Map.of(), System.err);
        return FileJournal.open(
                Wiring.journalSettings(settings(configuration), plan), Clock.systemUTC(), Runnable::run);
    }

    // A configuration that is broken is no reason not to stop anything: then the home has the record.
    private static JournalFileSettings settings(Path configuration) {
        var fallback = new JournalFileSettings(null, 32L << 20, List.of(), List.of(), List.of());
        if (!Files.exists(configuration)) {
            return fallback;
        }
        try {
            return PolicyFile.open(configuration).current().settings().journal();
        } catch (YamlInvalid e) {
            return fallback;
        }
    }
}
