package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.yaml.YamlInvalid;
import dev.lockkeeper.yaml.YamlProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code lockkeeper policy}: everything about a policy that needs no running gateway. Exits with {@link ExitCode#OK},
 * {@link ExitCode#USAGE}, {@link ExitCode#INVALID} or {@link ExitCode#TESTS_FAILED}.
 */
@Command(
        name = "policy",
        description = "Check, test and explain a policy.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PolicyCheckCommand.class,
            PolicyTestCommand.class,
            PolicyExplainCommand.class,
            PolicySuggestCommand.class,
            PolicySchemaCommand.class
        })
public final class PolicyCommand implements Runnable {

    private final Function<LoadedPolicy, List<Guard>> schemaGuards;
    private final Home home;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Without schema guards: cases and questions are judged by the policy alone. */
    public PolicyCommand() {
        this(loaded -> List.of());
    }

    /** @param schemaGuards the guards that judge arguments by a tool's schema, for this policy */
    public PolicyCommand(Function<LoadedPolicy, List<Guard>> schemaGuards) {
        this(schemaGuards, Home.of(System.getenv()));
    }

    /** @param home where configuration and journal are looked for if they are not named */
    PolicyCommand(Function<LoadedPolicy, List<Guard>> schemaGuards, Home home) {
        this.schemaGuards = schemaGuards;
        this.home = home;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "Name one of check, test, explain, suggest and schema, such as: lockkeeper policy check");
    }

    List<Guard> schemaGuards(LoadedPolicy loaded) {
        return schemaGuards.apply(loaded);
    }

    Home home() {
        return home;
    }

    /** @throws YamlInvalid when the file cannot be read or is not accepted */
    static LoadedPolicy load(Path file) throws YamlInvalid {
        return LoadedPolicy.of(name(file), read(file));
    }

    /** @throws YamlInvalid when the file cannot be read */
    static byte[] read(Path file) throws YamlInvalid {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new YamlInvalid(List.of(new YamlProblem(
                    new dev.lockkeeper.yaml.Position(name(file), 0, 0),
                    "The file cannot be read; check that it is there and readable.")));
        }
    }

    /** How a file is named in messages: as the user named it. */
    static String name(Path file) {
        return file.toString();
    }

    /** Tells what is wrong, for people to standard error or for machines to standard output. */
    static int invalid(CommandSpec spec, boolean json, YamlInvalid invalid) {
        if (json) {
            spec.commandLine().getOut().println(problems(invalid).text());
            spec.commandLine().getOut().flush();
            return ExitCode.INVALID;
        }
        PrintWriter err = spec.commandLine().getErr();
        invalid.problems().forEach(err::println);
        int count = invalid.problems().size();
        err.println(
                count == 1 ? "1 problem: mend it and check again." : count + " problems: mend them and check again.");
        err.flush();
        return ExitCode.INVALID;
    }

    private static JsonObject problems(YamlInvalid invalid) {
        List<Json> problems = new ArrayList<>();
        invalid.problems()
                .forEach(problem -> problems.add(JsonObject.EMPTY
                        .with("file", problem.position().file())
                        .with("line", JsonNumber.of(problem.position().line()))
                        .with("column", JsonNumber.of(problem.position().column()))
                        .with("message", problem.message())));
        return JsonObject.EMPTY
                .with("valid", dev.lockkeeper.json.JsonBoolean.FALSE)
                .with("problems", new JsonArray(problems));
    }
}
