package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.policy.CaseResult;
import dev.lockkeeper.policy.CaseRunner;
import dev.lockkeeper.policy.CaseSettings;
import dev.lockkeeper.policy.CaseTable;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code policy test}: exit code 0 where every case passed, 3 where a table or its policy is not accepted, 4 where a
 * case failed or the coverage is below the minimum.
 */
@Command(name = "test", description = "Run tables of calls against a policy.", mixinStandardHelpOptions = true)
final class PolicyTestCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private PolicyCommand parent;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Tables of cases; each names its policy.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> files;

    @Option(names = "--coverage", description = "List the rules that decided no case.")
    private boolean coverage;

    @Option(
            names = "--min-coverage",
            paramLabel = "N",
            defaultValue = "0",
            description = "Fail where less than N in a hundred rules decided a case.")
    private int minimum;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Map<Path, CaseRunner> runners = new LinkedHashMap<>();
    private final List<Json> told = new ArrayList<>();
    private int passed;
    private int failed;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Path file : files) {
            try {
                run(file, out);
            } catch (YamlInvalid e) {
                return PolicyCommand.invalid(spec, json, e);
            }
        }
        boolean covered = runners.values().stream().allMatch(runner -> runner.coverage() >= minimum);
        if (json) {
            out.println(toJson().text());
        } else {
            print(out, covered);
        }
        out.flush();
        return failed == 0 && covered ? ExitCode.OK : ExitCode.TESTS_FAILED;
    }

    private void run(Path file, PrintWriter out) throws YamlInvalid {
        CaseTable table = YamlBinder.bind(CaseTable.class, PolicyCommand.name(file), PolicyCommand.read(file));
        Path policy = file.resolveSibling(table.policy()).normalize();
        CaseRunner runner = runners.get(policy);
        if (runner == null) {
            LoadedPolicy loaded = PolicyCommand.load(policy);
            runner = new CaseRunner(loaded.policy(), parent.schemaGuards(loaded));
            runners.put(policy, runner);
        }
        for (CaseSettings settings : table.cases()) {
            tell(runner.run(settings), out);
        }
    }

    private void tell(CaseResult result, PrintWriter out) {
        passed += result.failure().isEmpty() ? 1 : 0;
        failed += result.failure().isEmpty() ? 0 : 1;
        CaseSettings settings = result.settings();
        if (json) {
            told.add(JsonObject.EMPTY
                    .with("name", settings.name())
                    .with("file", settings.position().file())
                    .with("line", JsonNumber.of(settings.position().line()))
                    .with("passed", JsonBoolean.of(result.failure().isEmpty()))
                    .with("failure", result.failure().orElse(""))
                    .with("decision", CaseRunner.effect(result.decision()).key())
                    .with("reason", result.decision().reason().code())
                    .with(
                            "rule",
                            result.decision().rule().map(RuleRef::toString).orElse("")));
        } else {
            result.failure()
                    .ifPresent(failure ->
                            out.println("FAILED " + settings.position() + ": " + settings.name() + ": " + failure));
        }
    }

    private void print(PrintWriter out, boolean covered) {
        if (coverage || !covered) {
            runners.forEach((policy, runner) -> {
                runner.unexercised().forEach(rule -> out.println("no case: " + rule));
                out.println(policy + ": " + runner.coverage() + " % of the rules decided a case");
            });
        }
        if (!covered) {
            out.println("The coverage is below " + minimum + " %: add cases for the rules above.");
        }
        out.println(passed + " passed, " + failed + " failed");
    }

    private JsonObject toJson() {
        List<Json> policies = new ArrayList<>();
        runners.forEach((policy, runner) -> policies.add(JsonObject.EMPTY
                .with("file", policy.toString())
                .with("coverage", JsonNumber.of(runner.coverage()))
                .with(
                        "unexercised",
                        JsonArray.ofStrings(runner.unexercised().stream()
                                .map(RuleRef::toString)
                                .toList()))));
        return JsonObject.EMPTY
                .with("passed", JsonNumber.of(passed))
                .with("failed", JsonNumber.of(failed))
                .with("cases", new JsonArray(told))
                .with("policies", new JsonArray(policies));
    }
}
