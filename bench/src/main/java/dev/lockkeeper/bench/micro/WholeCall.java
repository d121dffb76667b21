package dev.lockkeeper.bench.micro;

import dev.lockkeeper.bench.Rules;
import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.session.CapabilityGuard;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.guard.schema.OutputSchemaGuard;
import dev.lockkeeper.guard.schema.SchemaCatalog;
import dev.lockkeeper.guard.schema.SchemaGuard;
import dev.lockkeeper.guard.schema.SchemaLimits;
import dev.lockkeeper.guard.schema.ValueBounds;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.policy.Surroundings;
import dev.lockkeeper.yaml.YamlInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A call as it is everywhere in the results and its answer, and all guards that the gateway puts before them: of a policy
 * of 50 rules, in which each text among the arguments has a type.
 */
final class WholeCall {

    private static final String WORKSPACE = "/workspace";
    private static final int LONGEST = 10_000_000;

    private final Context context = Samples.context();
    private final Success answer = Success.of(RequestId.of(1), Workload.result());
    private final ToolCall call;
    private final Rulebook rules;

    private WholeCall(String root, JsonObject more, Surroundings surroundings) {
        JsonObject schema = below(root, Workload.schema());
        JsonObject properties = Objects.requireNonNull(schema.object("properties"));
        JsonObject note = JsonObject.EMPTY.with("type", "string").with("maxLength", JsonNumber.of(LONGEST));
        ToolDefinition tool = Objects.requireNonNull(ToolDefinition.of(Workload.tool(Workload.WRITING)
                .with("inputSchema", schema.with("properties", properties.with("note", note)))));
        JsonObject arguments = JsonObject.builder()
                .putAll(below(root, Workload.arguments()))
                .putAll(more)
                .build();
        call = new ToolCall(
                Samples.SERVER,
                tool,
                arguments,
                JsonObject.EMPTY.with("name", Workload.WRITING).with("arguments", arguments));
        Policy policy = policy(root, surroundings);
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime);
        rules = policy.rulebook(
                List.of(new SchemaGuard(catalog, ValueBounds.DEFAULT, policy::opens)),
                List.of(new CapabilityGuard(policy::carries), new OutputSchemaGuard(catalog)));
    }

    /** Paths are judged by their text. */
    static WholeCall lexical() {
        return new WholeCall(WORKSPACE, JsonObject.EMPTY, Surroundings.unknown());
    }

    /** The same with another text among the arguments. */
    static WholeCall lexical(String note) {
        return new WholeCall(WORKSPACE, JsonObject.EMPTY.with("note", note), Surroundings.unknown());
    }

    /** Paths are judged also by the files of this machine, among which is the one that is called for. */
    static WholeCall real() {
        Path root = Samples.directory("workspace");
        var call = new WholeCall(root.toString(), JsonObject.EMPTY, Surroundings.here(Resolver.NONE));
        Path file = Path.of(Objects.requireNonNull(call.call.arguments().string("path")));
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, "A summary.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return call;
    }

    private static Policy policy(String root, Surroundings surroundings) {
        String yaml = """
                version: 1
                servers:
                  %s:
                    root: /workspace
                    guards: { text: { length: %d } }
                    arguments:
                      - tools: [%s]
                        types: { /path: "path:write", /encoding: identifier, "/filters/*": identifier, /note: text }
                """.formatted(Samples.SERVER, LONGEST, Workload.WRITING);
        try {
            return Policy.load(
                    "policy.yaml",
                    below(root, yaml + Rules.yaml(50, "    ")).getBytes(StandardCharsets.UTF_8),
                    surroundings);
        } catch (YamlInvalid e) {
            throw new IllegalStateException(e);
        }
    }

    private static String below(String root, String text) {
        return text.replace(WORKSPACE, root);
    }

    private static JsonObject below(String root, JsonObject object) {
        try {
            byte[] text = below(root, object.text()).getBytes(StandardCharsets.UTF_8);
            return (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(text);
        } catch (JsonRefused e) {
            throw new IllegalStateException(e);
        }
    }

    ToolCall call() {
        return call;
    }

    /** What all guards of the call say, which is a grant. */
    Verdict judge() {
        Verdict grant = Verdict.pass();
        for (Guard guard : rules.guards()) {
            switch (guard.judge(call, context)) {
                case Verdict.Pass pass -> {}
                case Verdict.Noted noted -> {}
                case Verdict.Grant granted -> grant = granted;
                case Verdict.Ask ask -> throw new IllegalStateException(guard.name() + ": " + ask);
                case Verdict.Deny deny -> throw new IllegalStateException(guard.name() + ": " + deny);
            }
        }
        if (!(grant instanceof Verdict.Grant)) {
            throw new IllegalStateException("nothing permits the call");
        }
        return grant;
    }

    /** How many guards of the answer have no objection, which is all. */
    int review() {
        int passed = 0;
        for (ResultGuard guard : rules.resultGuards()) {
            if (!(guard.judge(call, answer, context) instanceof ResultVerdict.Pass)) {
                throw new IllegalStateException(guard.name());
            }
            passed++;
        }
        return passed;
    }
}
