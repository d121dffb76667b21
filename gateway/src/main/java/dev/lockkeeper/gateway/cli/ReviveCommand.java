package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.guard.limit.Kill;
import dev.lockkeeper.guard.limit.KillFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code revive}: lets go on what {@code kill} stopped. */
@Command(
        name = "revive",
        mixinStandardHelpOptions = true,
        description = "Let go on what was stopped, by the same names; with --all, everything.")
final class ReviveCommand implements Callable<Integer> {

    @Mixin
    private KillOptions options = new KillOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Kill kill = options.kill();
        KillFile file = options.file();
        try {
            if (!options.all() && file.list().stream().noneMatch(kill::sameAs)) {
                throw new CliFailure(
                        ExitCode.FAILED, "Nothing was stopped by these names; see: lockkeeper kill --list");
            }
            // No record, no going on.
            options.record("revived", kill);
            if (options.all()) {
                file.clear();
            } else {
                var _ = file.remove(kill);
            }
        } catch (JournalUnavailable | IOException e) {
            throw new CliFailure(ExitCode.FAILED, "Nothing was changed: " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("Goes on: " + kill.what());
        out.flush();
        return ExitCode.OK;
    }
}
