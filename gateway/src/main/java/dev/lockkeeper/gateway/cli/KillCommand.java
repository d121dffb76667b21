package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.guard.limit.Kill;
import dev.lockkeeper.guard.limit.KillFile;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kill}: stops a caller, a server, a tool or everything, from the next message on. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = "Stop a caller, a server, a tool or everything, from the next message on.",
        footer = {
            "",
            "It holds for every gateway of this user that has the same home directory, also for what is under way:",
            "answers that come after it are withheld. lockkeeper revive lets it go on."
        })
final class KillCommand implements Callable<Integer> {

    @Mixin
    private KillOptions options = new KillOptions();

    @Option(names = "--list", description = "Say what is stopped.")
    private boolean list;

    @Option(names = "--json", description = "With --list: one JSON array, for machines.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            return list(options.file(), out);
        }
        Kill kill = options.explained();
        try {
            options.file().add(kill);
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.FAILED,
                    "This could not be written: " + e.getMessage()
                            + ". While the file cannot be read, everything is stopped; lockkeeper revive --all makes it"
                            + " anew.");
        }
        try {
            // First stopped, then recorded: a full disk is no reason to let anything go on.
            options.record("stopped", kill);
        } catch (JournalUnavailable e) {
            throw new CliFailure(
                    ExitCode.FAILED, "Stopped: " + kill.what() + ". But the journal has no record: " + e.getMessage());
        }
        out.println("Stopped: " + kill.what());
        out.flush();
        options.warn(spec.commandLine().getErr());
        return ExitCode.OK;
    }

    private Integer list(KillFile file, PrintWriter out) {
        List<Kill> kills;
        try {
            kills = file.list();
        } catch (IOException e) {
            throw new CliFailure(ExitCode.FAILED, "Everything is stopped: " + e.getMessage() + ".");
        }
        if (json) {
            List<Json> items = new ArrayList<>();
            kills.forEach(kill -> items.add(kill.toJson()));
            out.println(new JsonArray(items).text());
        } else if (kills.isEmpty()) {
            out.println("Nothing is stopped.");
        } else {
            kills.forEach(kill -> out.println(kill));
        }
        out.flush();
        return ExitCode.OK;
    }
}
