package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.gateway.config.JournalFileSettings;
import dev.lockkeeper.gateway.config.PolicyFile;
import dev.lockkeeper.gateway.config.Settings;
import dev.lockkeeper.gateway.identity.OperatingSystemCaller;
import dev.lockkeeper.guard.limit.Kill;
import dev.lockkeeper.guard.limit.KillFile;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.yaml.Nearest;
import dev.lockkeeper.yaml.YamlInvalid;
import dev.lockkeeper.yaml.YamlProblem;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Path configuration = configuration();
        var plan = new Wiring.Plan(configuration, home, Map.of(), System.err);
        JournalFileSettings journal = settings(configuration)
                .map(Settings::journal)
                .orElseGet(() -> new JournalFileSettings(null, 32L << 20, List.of(), List.of(), List.of()));
        return FileJournal.open(Wiring.journalSettings(journal, plan), Clock.systemUTC(), Runnable::run);
    }

    /** Warns of a server that the configuration does not name; others of the same home may name it. */
    void warn(PrintWriter err) {
        Path configuration = configuration();
        Set<String> known =
                settings(configuration).map(found -> found.servers().keySet()).orElse(Set.of());
        if (!server.isEmpty() && !known.isEmpty() && !known.contains(server)) {
            err.println("Warning: " + configuration + " names no server " + YamlProblem.quote(server)
                    + Nearest.hint(server, known)
                    + " It is stopped all the same, for whatever else has this home directory.");
            err.flush();
        }
    }

    private Path configuration() {
        return config == null ? home.directory().resolve(Home.FILE) : config;
    }

    // A configuration that is broken is no reason not to stop anything: then the home has the record.
    private static Optional<Settings> settings(Path configuration) {
        if (!Files.exists(configuration)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PolicyFile.open(configuration).current().settings());
        } catch (YamlInvalid e) {
            return Optional.empty();
        }
    }
}
