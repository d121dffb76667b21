package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.policy.Warning;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code policy check}: exit code 0 where the file is accepted, 3 where it is not. Warnings do not change it. */
@Command(name = "check", description = "Say everything that is wrong with a policy.", mixinStandardHelpOptions = true)
final class PolicyCheckCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private PolicyCommand parent;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The policy; otherwise lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper.")
    private @Nullable Path asked;

    @Option(
            names = {"-p", "--config", "--policy"},
            paramLabel = "FILE",
            description = "The same as FILE.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (asked != null && config != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Name the policy once, as FILE or with --config.");
        }
        Path file = parent.home().configuration(asked == null ? config : asked);
        LoadedPolicy loaded;
        try {
            loaded = PolicyCommand.load(file);
        } catch (YamlInvalid e) {
            return PolicyCommand.invalid(spec, json, e);
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Warning> warnings = loaded.policy().warnings();
        if (json) {
            out.println(toJson(loaded, warnings).text());
        } else {
            warnings.forEach(warning -> out.println("warning: " + warning));
            out.println(PolicyCommand.name(file) + ": good; servers: "
                    + loaded.settings().servers().size()
                    + ", rules: " + loaded.policy().rules().size()
                    + ", warnings: " + warnings.size()
                    + ", version " + loaded.policy().version().substring(0, 12));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static JsonObject toJson(LoadedPolicy loaded, List<Warning> warnings) {
        List<Json> told = new ArrayList<>();
        warnings.forEach(warning -> told.add(JsonObject.EMPTY
                .with("rule", warning.where().name())
                .with("line", JsonNumber.of(warning.where().line()))
                .with("message", warning.message())));
        return JsonObject.EMPTY
                .with("valid", JsonBoolean.TRUE)
                .with("version", loaded.policy().version())
                .with("rules", JsonNumber.of(loaded.policy().rules().size()))
                .with("warnings", new JsonArray(told));
    }
}
