package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.decide.Opinion;
import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.policy.CallSettings;
import dev.lockkeeper.policy.Calls;
import dev.lockkeeper.policy.Explainer;
import dev.lockkeeper.yaml.Position;
import dev.lockkeeper.yaml.YamlInvalid;
import dev.lockkeeper.yaml.YamlProblem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code policy explain}: every guard's verdict on a call, the rule that decided, and what would have to change. Exit
 * code 0 whatever the decision; 3 where the policy, the call or the journal reference cannot be used.
 */
@Command(
        name = "explain",
        description = "Say what a policy decides on a call, and why.",
        mixinStandardHelpOptions = true)
final class PolicyExplainCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private PolicyCommand parent;

    @Option(
            names = {"-p", "--policy"},
            paramLabel = "FILE",
            defaultValue = "lockkeeper.yaml",
            description = "The policy (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path policy;

    @Mixin
    private final CallOptions call = new CallOptions();

    @Option(names = "--journal", paramLabel = "DIR", description = "The journal that --ref refers to.")
    private @Nullable Path journal;

    @Option(names = "--ref", paramLabel = "REF", description = "A decision in the journal, such as strand-0/123.")
    private @Nullable String reference;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            LoadedPolicy loaded = PolicyCommand.load(policy);
            if (reference != null || journal != null) {
                return fromJournal(loaded);
            }
            CallSettings settings = call.settings(spec.commandLine());
            boolean bySchema = settings.definition() != null;
            var explainer = new Explainer(loaded.policy(), bySchema ? parent.schemaGuards(loaded) : List.of());
            String note = settings.tool() != null && !bySchema
                    ? "The tool's schema was not judged; give it with --definition."
                    : "";
            return explain(explainer, explainer.decide(Calls.action(settings), Calls.context(settings)), note);
        } catch (YamlInvalid e) {
            return PolicyCommand.invalid(spec, json, e);
        }
    }

    private int fromJournal(LoadedPolicy loaded) throws YamlInvalid {
        if (reference == null || journal == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Give both --journal and --ref.");
        }
        RecordedCall recorded = RecordedCall.find(journal, reference)
                .orElseThrow(() -> new YamlInvalid(List.of(new YamlProblem(
                        new Position("journal", 0, 0),
                        "No decision has this reference; see lockkeeper audit query for those there are."))));
        var explainer = new Explainer(loaded.policy(), List.of());
        return explain(
                explainer,
                explainer.decide(recorded.action(), recorded.context()),
                "Judged as recorded: secrets are digests there, and the tool's schema is not in the journal."
                        + " The decision then was " + recorded.outcome() + ".");
    }

    private int explain(Explainer explainer, Decision decision, String note) {
        PrintWriter out = spec.commandLine().getOut();
        String remedy = explainer.remedy(decision);
        if (json) {
            out.println(
                    decision.toJson().with("remedy", remedy).with("note", note).text());
        } else {
            print(decision, remedy, note, out);
        }
        out.flush();
        return PolicyCommand.OK;
    }

    private static void print(Decision decision, String remedy, String note, PrintWriter out) {
        out.println((decision.granted() ? "granted" : decision.shadow() ? "passes in shadow mode" : "refused") + ": "
                + decision.reason());
        if (!decision.message().isEmpty()) {
            out.println("  " + decision.message());
        }
        for (Opinion opinion : decision.opinions()) {
            out.printf("  %-16s %s%n", opinion.guard(), verdict(opinion.verdict()));
        }
        out.println("decided by: " + decision.rule().map(RuleRef::toString).orElse("no rule"));
        out.println("to change it: " + remedy);
        if (!note.isEmpty()) {
            out.println("note: " + note);
        }
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass pass -> "no objection";
            case Verdict.Grant grant -> "grants by " + grant.rule();
            case Verdict.Ask ask -> "asks by " + ask.rule();
            case Verdict.Deny deny ->
                "denies: " + deny.reason() + (deny.rule() == null ? "" : " by " + deny.rule())
                        + (deny.cause().isEmpty() ? "" : " (" + deny.cause() + ")");
        };
    }
}
