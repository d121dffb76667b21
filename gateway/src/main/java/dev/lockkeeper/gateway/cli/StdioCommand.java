package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.PolicyFile;
import dev.lockkeeper.gateway.front.StdioEntrance;
import dev.lockkeeper.gateway.identity.OperatingSystemCaller;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stands between one client and one server on standard input and output. */
@Command(
        name = "stdio",
        mixinStandardHelpOptions = true,
        description = "Stand between a client and one server on standard input and output.",
        footer = {
            "",
            "With a command after --, that command is started in place of the one in the configuration,",
            "by the rules of the server named by --server, or of the only one in the configuration.",
            "Its environment is PATH, what --env-from names, and that server's env and env-from."
        })
final class StdioCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; otherwise lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper.")
    private @Nullable Path config;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "The server in the configuration; may be left out where there is only one.")
    private @Nullable String server;

    @Option(
            names = "--all",
            description = "All servers of the configuration at once, with their names before those of their tools.")
    private boolean all;

    @Option(
            names = "--env-from",
            paramLabel = "NAME",
            description = "A variable of this process's environment that COMMAND gets; may be repeated.")
    private List<String> environment = List.of();

    @Parameters(paramLabel = "COMMAND", description = "The server's command, after --.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = Home.of(System.getenv());
        Path configuration = home.configuration(config);
        if (all && (server != null || !command.isEmpty())) {
            throw new CliFailure(ExitCode.USAGE, "--all is for the servers of the configuration; leave the rest out.");
        }
        if (!environment.isEmpty() && command.isEmpty()) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "--env-from is for a command after --; a server of the configuration has its own env-from.");
        }
        // What is not understood is not repeated: it may be a secret.
        if (environment.stream().anyMatch(name -> name.isEmpty() || name.contains("="))) {
            throw new CliFailure(ExitCode.USAGE, "--env-from takes the name of a variable, never its value.");
        }
        if (server == null && !command.isEmpty()) {
            server = only(configuration);
        }
        var plan = new Wiring.Plan(configuration, home, System.getenv(), wrapped(), System.err, true);
        try (Wiring wiring = Wiring.open(plan)) {
            // Standard input cannot be interrupted: the servers are ended from here when the process is told to stop.
            Runtime.getRuntime().addShutdownHook(new Thread(wiring::close, "stop"));
            Caller caller = OperatingSystemCaller.current(user -> Set.of());
            serve(wiring, wiring.conversations().open(caller, all ? Conversations.ALL : chosen(wiring)));
            return ExitCode.OK;
        } catch (ConversationRefused e) {
            throw new CliFailure(ExitCode.FAILED, e.refusal().message());
        }
    }

    private @Nullable Wrapped wrapped() {
        if (server == null || command.isEmpty()) {
            return null;
        }
        Set<String> names = new HashSet<>(environment);
        // The command is found by it, and so is what the command starts.
        names.add("PATH");
        return new Wrapped(server, command, names);
    }

    // INVARIANT: named before the gateway starts, so that a file that changes meanwhile cannot unwrap the command.
    private static String only(Path configuration) {
        try {
            Set<String> names = PolicyFile.open(configuration)
                    .current()
                    .settings()
                    .servers()
                    .keySet();
            if (names.size() == 1) {
                return names.iterator().next();
            }
            throw new CliFailure(
                    ExitCode.USAGE,
                    "Say with --server NAME whose rules hold for the command; the configuration has: "
                            + String.join(", ", names) + ".");
        } catch (YamlInvalid e) {
            throw new CliFailure(ExitCode.INVALID, "The configuration is not valid.\n" + e.getMessage());
        }
    }

    private String chosen(Wiring wiring) {
        Set<String> names = wiring.settings().servers().keySet();
        if (server != null && names.contains(server)) {
            return server;
        }
        if (server == null && names.size() == 1) {
            return names.iterator().next();
        }
        throw new CliFailure(
                ExitCode.USAGE,
                (server == null
                                ? "Name a server with --server, or take --all"
                                : "The configuration has no server " + server)
                        + "; it has: " + String.join(", ", names) + ".");
    }

    private static void serve(Wiring wiring, Conversation conversation) throws IOException, InterruptedException {
        // The streams themselves, so that nothing a library prints can get between the messages.
        try (var in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
                var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
            new StdioEntrance(in, out, conversation, wiring.reader(), wiring.decider(), GRACE).serve();
        }
    }
}
