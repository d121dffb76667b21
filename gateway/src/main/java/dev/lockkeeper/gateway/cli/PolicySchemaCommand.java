package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.policy.CaseTable;
import dev.lockkeeper.yaml.PrettyJson;
import dev.lockkeeper.yaml.YamlSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code policy schema}: what editors need to help with the file. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of lockkeeper.yaml, for editors.",
        mixinStandardHelpOptions = true)
final class PolicySchemaCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--tests", description = "Print the schema of tables of cases instead.")
    private boolean tests;

    @Override
    public Integer call() {
        JsonObject schema = tests ? YamlSchema.of(CaseTable.class, "Cases for policy test") : LoadedPolicy.schema();
        PrintWriter out = spec.commandLine().getOut();
        out.print(PrettyJson.text(schema));
        out.flush();
        return ExitCode.OK;
    }
}
