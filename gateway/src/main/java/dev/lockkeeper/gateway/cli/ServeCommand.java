package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.front.EntranceRefused;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stands between clients and servers over HTTP until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Stand between clients and servers over HTTP.",
        footer = {
            "",
            "Clients reach a server NAME of the configuration at /s/NAME/mcp with the token that",
            "'lockkeeper token new' printed. Each decision is one line of JSON on standard error."
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; otherwise lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper.")
    private @Nullable Path config;

    @Override
    public Integer call() throws InterruptedException {
        Home home = Home.of(System.getenv());
        var plan = new Wiring.Plan(home.configuration(config), home, System.getenv(), System.err);
        try (var stop = new StopSignal();
                Wiring wiring = Wiring.open(plan);
                HttpGateway gateway = HttpGateway.start(wiring, home)) {
            var out = spec.commandLine().getOut();
            out.println("Lockkeeper listens at " + gateway.url("NAME"));
            out.println("Health: " + gateway.readiness());
            for (String server : wiring.settings().servers().keySet()) {
                out.println("  " + server + ": " + gateway.url(server));
            }
            out.println("  all of them: " + gateway.combinedUrl());
            if (gateway.nobodyIsKnown()) {
                out.println("Nobody can call yet: make a token with lockkeeper token new NAME.");
            }
            out.flush();
            stop.await();
            // All at once, since whoever stops a process gives it ten seconds, as container runtimes do.
            gateway.leave();
            wiring.letGo();
            return ExitCode.OK;
        } catch (EntranceRefused e) {
            throw new CliFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
