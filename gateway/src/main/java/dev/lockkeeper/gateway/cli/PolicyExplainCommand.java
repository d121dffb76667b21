package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.decide.Opinion;
import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
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
 * {@code policy explain}: every guard's verdict on a call, the rule that decided, and what would have to change. Of a
 * recorded decision first what was decided then, since what a server's schema said is known to the record only. Exit
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
            names = {"-p", "--config", "--policy"},
            paramLabel = "FILE",
            description = "The configuration; otherwise lockkeeper.yaml in LOCKKEEPER_HOME or ~/.lockkeeper.")
    private @Nullable Path policy;

    @Mixin
    private final CallOptions call = new CallOptions();

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "The journal of --ref; otherwise that of the configuration.")
    private @Nullable Path journal;

    @Option(
            names = {"--ref", "--reference"},
            paramLabel = "REF",
            description = "A decision in the journal, such as strand-0/123.")
    private @Nullable String reference;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            if (journal != null && reference == null) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--journal goes with --ref.");
            }
            Path file = parent.home().configuration(policy);
            LoadedPolicy loaded = PolicyCommand.load(file);
            if (reference != null) {
                Path directory = journal == null
                        ? Wiring.journalDirectory(loaded.settings().journal(), file, parent.home())
                        : journal;
                return fromJournal(loaded, directory, reference);
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

    private int unknown(Path directory, String wanted) {
        String message = "The journal " + directory + " has no decision " + YamlProblem.quote(wanted)
                + "; lockkeeper audit query --type decision shows those there are.";
        if (json) {
            var problem = new YamlProblem(new Position("journal", 0, 0), message);
            return PolicyCommand.invalid(spec, true, new YamlInvalid(List.of(problem)));
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(message);
        err.flush();
        return ExitCode.INVALID;
    }

    private int fromJournal(LoadedPolicy loaded, Path directory, String wanted) {
        RecordedCall recorded = RecordedCall.find(directory, wanted).orElse(null);
        if (recorded == null) {
            return unknown(directory, wanted);
        }
        var explainer = new Explainer(loaded.policy(), List.of());
        Decision now = explainer.decide(recorded.action(), recorded.context());
        String remedy = explainer.remedy(now);
        String recordedRemedy = recorded.refusedFor()
                .filter(reason -> reason != now.reason())
                .flatMap(reason -> explainer.remedy(recorded.action().server(), reason))
                .orElse("");
        String note = "Now is by the policy alone: the tool's schema is not in the journal."
                + (recorded.isRedacted()
                        ? " The recorded arguments are redacted: in place of a secret there is a digest, so what found the"
                                + " secret then cannot find it again. Granted does not say here that the call would pass."
                        : "");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonObject told = JsonObject.EMPTY.with("reference", wanted).with("recorded", recorded.record());
            if (!recordedRemedy.isEmpty()) {
                told = told.with("remedy", recordedRemedy);
            }
            out.println(told.with("now", now.toJson().with("remedy", remedy))
                    .with("note", note)
                    .text());
        } else {
            out.println("recorded:");
            print(recorded.record(), out);
            if (!recordedRemedy.isEmpty()) {
                line(out, "to change it: " + recordedRemedy);
            }
            out.println();
            out.println(recorded.isRedacted() ? "now, as far as redacted arguments can be judged:" : "now:");
            print(now, remedy, note, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(JsonObject record, PrintWriter out) {
        line(out, RecordedCall.text(record, "outcome") + ": " + RecordedCall.text(record, "reason"));
        if (record.string("message") != null) {
            line(out, "  " + RecordedCall.text(record, "message"));
        }
        JsonArray opinions = record.array("opinions");
        for (Json opinion : opinions == null ? List.<Json>of() : opinions.items()) {
            if (opinion instanceof JsonObject said) {
                line(out, "  %-16s %s".formatted(RecordedCall.text(said, "guard"), verdict(said)));
            }
        }
        String rule = RecordedCall.text(record, "rule");
        line(out, "decided by: " + (rule.isEmpty() ? "no rule" : rule));
    }

    private static String verdict(JsonObject opinion) {
        String reason = RecordedCall.text(opinion, "reason");
        String rule = RecordedCall.text(opinion, "rule");
        String cause = RecordedCall.text(opinion, "cause");
        return RecordedCall.text(opinion, "verdict")
                + (reason.isEmpty() ? "" : ": " + reason)
                + (rule.isEmpty() ? "" : " by " + rule)
                + (cause.isEmpty() ? "" : " (" + cause + ")");
    }

    // A record holds text of callers and servers; none of it reaches the terminal as a control.
    private static void line(PrintWriter out, String text) {
        out.println(text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?"));
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
        return ExitCode.OK;
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
            case Verdict.Noted noted -> "no objection; found " + noted.facts();
            case Verdict.Grant grant -> "grants by " + grant.rule();
            case Verdict.Ask ask -> "asks by " + ask.rule();
            case Verdict.Deny deny ->
                "denies: " + deny.reason() + (deny.rule() == null ? "" : " by " + deny.rule())
                        + (deny.cause().isEmpty() ? "" : " (" + deny.cause() + ")");
        };
    }
}
