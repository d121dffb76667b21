package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.gateway.config.LoadedPolicy;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PolicyCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("lockkeeper.root"));
    private static final String LAPTOP =
            ROOT.resolve("examples/laptop/lockkeeper.yaml").toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static final String NOTES_ONLY = """
            version: 1
            servers:
              files:
                run: x
                profile: filesystem
                root: /workspace
                allow:
                  - tools: write_file
                    where: args.path.startsWith("/workspace/notes/")
            """;

    private record Ran(int code, String out, String err) {}

    private static Ran run(PolicyCommand command, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran run(String... args) {
        return run(new PolicyCommand(), args);
    }

    private static JsonObject json(Ran ran) throws Exception {
        return parse(ran.out());
    }

    private static JsonObject parse(String text) throws Exception {
        return (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
    }

    private String write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void check_accepts_a_good_policy() throws Exception {
        Ran ran = run("check", LAPTOP);
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("good; servers: 3, rules: 8, warnings: 0");
        assertThat(json(run("check", "--json", LAPTOP)).text()).startsWith("{\"valid\":true,\"version\":\"");
    }

    @Test
    void check_tells_every_mistake_and_exits_3() throws Exception {
        String file = write("bad.yaml", "version: 1\nserves: {}\nmode: shadwo\n");
        Ran ran = run("check", file);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err())
                .contains("bad.yaml:2:1: Unknown key \"serves\"; did you mean \"servers\"?")
                .contains("bad.yaml:3:7:")
                .contains("2 problems")
                .doesNotContain("\tat ");
        assertThat(json(run("check", "--json", file)).text())
                .startsWith("{\"valid\":false")
                .contains("\"line\":2,\"column\":1");
        assertThat(run("check", directory.resolve("absent.yaml").toString()).code())
                .isEqualTo(3);
    }

    @Test
    void check_warns_of_rules_that_cannot_decide() throws Exception {
        Ran ran = run("check", write("w.yaml", "version: 1\nservers:\n  a: {run: x, allow: [a*, ab]}\n"));
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("w.yaml:3: servers.a.allow[1] never decides: servers.a.allow[0]");
    }

    @Test
    void test_passes_with_its_coverage() {
        String table = ROOT.resolve("examples/laptop/policy-test.yaml").toString();
        Ran ran = run("test", "--coverage", "--min-coverage", "100", table);
        assertThat(ran.out()).containsPattern("[1-9][0-9]* passed, 0 failed").contains("100 %");
        assertThat(ran.code()).isZero();
    }

    @Test
    void test_fails_with_4_and_says_what_was_different() throws Exception {
        write("lockkeeper.yaml", "version: 1\nservers:\n  a: {run: x, allow: [b, c]}\n");
        String table = write("t.yaml", "cases:\n  - {name: wrong, server: a, tool: b, expect: deny, rule: 'x'}\n");
        Ran ran = run("test", table);
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.out())
                .contains(
                        "t.yaml:2:5: wrong: expected deny, got allow (policy.allowed); expected rule x, got servers.a.allow[0]");
        assertThat(json(run("test", "--json", table)).text()).startsWith("{\"passed\":0,\"failed\":1");
    }

    @Test
    void test_fails_with_4_where_the_coverage_is_low() throws Exception {
        write("lockkeeper.yaml", "version: 1\nservers:\n  a: {run: x, allow: [b, c]}\n");
        String table = write("t.yaml", "cases:\n  - {name: right, server: a, tool: b, expect: allow}\n");
        assertThat(run("test", "--min-coverage", "50", table).code()).isZero();
        Ran ran = run("test", "--min-coverage", "51", table);
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.out()).contains("no case: servers.a.allow[1]").contains("below 51 %");
    }

    @Test
    void test_exits_3_where_a_table_or_its_policy_is_wrong() throws Exception {
        assertThat(run("test", write("t.yaml", "cases: []\n")).code()).isEqualTo(3);
        assertThat(run(
                                "test",
                                write(
                                        "u.yaml",
                                        "policy: absent.yaml\ncases: [{name: n, server: a, tool: b, expect: deny}]\n"))
                        .code())
                .isEqualTo(3);
    }

    @Test
    void cases_with_a_definition_are_judged_by_schema_guards_too() throws Exception {
        write("lockkeeper.yaml", "version: 1\nservers:\n  a: {run: x, allow: [b]}\n");
        String table = write("t.yaml", """
                cases:
                  - {name: without, server: a, tool: b, expect: allow}
                  - name: with
                    server: a
                    tool: b
                    definition: {name: b, inputSchema: {}}
                    expect: deny
                    reason: schema.invalid
                """);
        var command =
                new PolicyCommand(loaded -> List.of((action, context) -> Verdict.deny(Reason.SCHEMA_INVALID, "no")));
        assertThat(run(command, "test", table).out()).contains("2 passed");
    }

    @Test
    void explain_names_every_guard_the_rule_and_the_remedy() throws Exception {
        Ran denied = run("explain", "-p", LAPTOP, "--caller", "os:me", "--server", "everything", "--tool", "get-env");
        assertThat(denied.code()).isZero();
        assertThat(denied.out())
                .contains("refused: policy.default-deny")
                .contains("selection        no objection")
                .contains("policy           denies: policy.default-deny")
                .contains("decided by: no rule")
                .contains("to change it: Add \"get-env\" to servers.everything.allow (" + LAPTOP + ":");
        Ran granted = run(
                "explain",
                "-p",
                LAPTOP,
                "--call",
                "{\"server\":\"files\",\"tool\":\"write_file\",\"args\":{\"path\":\"/workspace/notes/a\"}}");
        assertThat(granted.out())
                .contains("granted: policy.allowed")
                .contains("decided by: servers.files.allow[1] (" + LAPTOP + ":19)");
        Ran asJson = run("explain", "--json", "-p", LAPTOP, "--server", "files", "--tool", "move_file");
        assertThat(json(asJson).string("reason")).isEqualTo("approval.required");
        assertThat(json(asJson).string("remedy")).contains("servers.files.ask[0]");
    }

    @Test
    void explain_judges_what_was_asked_of_a_task_as_the_call_that_made_it() throws Exception {
        Path strand = Files.createDirectories(directory.resolve("journal/strand-0"));
        Files.writeString(strand.resolve("000001.jsonl"), """
                {"seq":1,"time":"2026-11-21T10:00:00.000000Z","type":"decision","caller":"os:me","client":{"name":"c","version":"1"},"labels":[],"method":"tools/call","outcome":"granted","params":{"arguments":{"path":"/workspace/a"},"name":"write_file","task":{}},"reason":"policy.allowed","server":"files","target":"write_file","prev":"","hash":""}
                {"seq":2,"time":"2026-11-21T10:00:00.000000Z","type":"decision","caller":"os:me","client":{"name":"c","version":"1"},"labels":[],"method":"tasks/result","outcome":"granted","params":{"taskId":"t1"},"reason":"policy.allowed","server":"files","target":"write_file","task":"strand-0/1","prev":"","hash":""}
                {"seq":3,"time":"2026-11-21T10:00:00.000000Z","type":"decision","caller":"os:me","client":{"name":"c","version":"1"},"labels":[],"method":"tasks/result","outcome":"refused","params":{"taskId":"t2"},"reason":"task.unknown","server":"files","target":"","prev":"","hash":""}
                """);
        String journal = directory.resolve("journal").toString();
        String policy = write("lockkeeper.yaml", NOTES_ONLY);
        assertThat(run("explain", "-p", policy, "--journal", journal, "--ref", "strand-0/2")
                        .out())
                .contains("The condition of servers.files.allow[0]");
        assertThat(run("explain", "-p", policy, "--journal", journal, "--ref", "strand-0/3")
                        .out())
                .contains("now:", "task.unknown");
    }

    @Test
    void explain_finds_a_decision_in_the_journal() throws Exception {
        Path strand = Files.createDirectories(directory.resolve("journal/strand-0"));
        Files.writeString(strand.resolve("000001.jsonl"), """
                {"seq":1,"time":"2026-11-21T10:00:00.000000Z","type":"start","prev":"","hash":""}
                {"seq":12,"time":"2026-11-21T10:00:00.000000Z","type":"decision","caller":"os:me","client":{"name":"c","version":"1"},"labels":[],"method":"tools/call","outcome":"refused","params":{"arguments":{"path":"/workspace/a"},"name":"write_file"},"reason":"policy.default-deny","server":"files","target":"write_file","prev":"","hash":""}
                """);
        String journal = directory.resolve("journal").toString();
        String policy = write("lockkeeper.yaml", NOTES_ONLY);
        Ran ran = run("explain", "-p", policy, "--journal", journal, "--ref", "strand-0/12");
        assertThat(ran.out())
                .startsWith("recorded:")
                .contains("refused: policy.default-deny")
                .contains("now:")
                .contains("The condition of servers.files.allow[0]");
        assertThat(run("explain", "-p", policy, "--journal", journal, "--ref", "strand-0/1")
                        .code())
                .isEqualTo(3);
        assertThat(run("explain", "-p", policy, "--journal", journal, "--ref", "../x/1")
                        .code())
                .isEqualTo(3);
        assertThat(run("explain", "-p", policy, "--journal", journal).code()).isEqualTo(2);
    }

    private static String refusedBySchema(LoadedPolicy loaded, Path journal) throws Exception {
        var tool = Objects.requireNonNull(
                ToolDefinition.of(
                        parse(
                                "{\"name\":\"b\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}")));
        JsonObject arguments = parse("{\"path\":\"/a\",\"extra\":1}");
        JsonObject params = JsonObject.EMPTY.with("name", "b").with("arguments", arguments);
        try (var records = FileJournal.open(JournalSettings.in(journal), InstantSource.system(), Runnable::run)) {
            var decider = new Decider(
                    loaded.policy().rulebook(Wiring.schemaGuards(loaded), List.of()),
                    records,
                    System::nanoTime,
                    (decision, reference) -> {});
            Outcome outcome = decider.decide(
                    new ToolCall("a", tool, arguments, params),
                    Request.of(RequestId.of(1), "tools/call", params),
                    new Context(
                            new Caller("me", "os", Set.of()),
                            Client.UNKNOWN,
                            Instant.EPOCH,
                            Selection.EVERYTHING,
                            Set.of()));
            return ((Outcome.Refused) outcome).refusal().reference();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', journal", "'journal: {directory: records}', records"})
    void explain_tells_what_the_schema_refused_by_the_reference_alone(String key, String journal) throws Exception {
        Path file = Path.of(write(
                "lockkeeper.yaml", "version: 1\nservers:\n  a: {run: x, allow: [b], untyped: allow}\n" + key + "\n"));
        String reference = refusedBySchema(PolicyCommand.load(file), directory.resolve(journal));
        var command = new PolicyCommand(Wiring::schemaGuards, new Home(directory));
        Ran ran = run(command, "explain", "--ref", reference);
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("recorded:" + System.lineSeparator() + "refused: arguments.undeclared")
                .contains("schema           deny: arguments.undeclared")
                .contains("now:" + System.lineSeparator() + "granted: policy.allowed")
                .contains("by the policy alone");
        JsonObject told = json(run(command, "explain", "--json", "--ref", reference));
        assertThat(Objects.requireNonNull(told.object("recorded")).string("reason"))
                .isEqualTo("arguments.undeclared");
        assertThat(Objects.requireNonNull(told.object("now")).string("reason")).isEqualTo("policy.allowed");
    }

    private String journal(String... records) throws Exception {
        Path strand = Files.createDirectories(directory.resolve("journal/strand-0"));
        Files.writeString(strand.resolve("000001.jsonl"), String.join("\n", records) + "\n");
        return directory.resolve("journal").toString();
    }

    private static String record(int seq, String reason, String arguments) {
        return """
                {"seq":%d,"time":"2026-11-21T10:00:00.000000Z","type":"decision","caller":"os:me","client":{"name":"c","version":"1"},"labels":[],"method":"tools/call","opinions":[{"guard":"arguments","reason":"%s","verdict":"deny"}],"outcome":"refused","params":{"arguments":%s,"name":"write_file"},"reason":"%s","server":"files","target":"write_file","prev":"","hash":""}""".formatted(seq, reason, arguments, reason);
    }

    @Test
    void explain_names_the_key_by_which_a_guard_refused() throws Exception {
        String journal = journal(
                record(1, "path.outside-root", "{\"path\":\"/etc/passwd\"}"),
                record(2, "argument.untyped", "{\"path\":\"/workspace/notes/a\"}"));
        String policy =
                write("lockkeeper.yaml", NOTES_ONLY.replace("args.path.startsWith(\"/workspace/notes/\")", "'true'"));
        String now = "to change it: The guard of arguments refused it: correct the call, or change what"
                + " servers.files.guards.path, or root, allows (" + policy + ":4)";
        Ran refused = run("explain", "--config", policy, "--journal", journal, "--reference", "strand-0/1");
        assertThat(refused.out())
                .contains("arguments        denies: path.outside-root")
                .containsOnlyOnce(now);
        // Without the schema nothing shows today that an argument has no type.
        Ran untyped = run("explain", "--policy", policy, "--journal", journal, "--ref", "strand-0/2");
        assertThat(untyped.out())
                .containsOnlyOnce(
                        "to change it: Say under servers.files.arguments what the argument is (" + policy + ":4)")
                .contains("now:" + System.lineSeparator() + "granted");
        assertThat(json(run("explain", "--json", "-p", policy, "--journal", journal, "--ref", "strand-0/2"))
                        .string("remedy"))
                .startsWith("Say under");
    }

    @Test
    void explain_says_that_redacted_arguments_cannot_be_judged_again() throws Exception {
        String journal = journal(
                record(
                        1,
                        "secret.found",
                        "{\"path\":\"/workspace/a\",\"content\":\"hmac-sha256:" + "0".repeat(64) + "\"}"),
                record(2, "path.denied", "{\"path\":\"/workspace/a\"}"));
        String policy = write("lockkeeper.yaml", NOTES_ONLY);
        assertThat(run("explain", "-p", policy, "--journal", journal, "--ref", "strand-0/1")
                        .out())
                .contains(
                        "servers.files.guards.secrets",
                        "now, as far as redacted arguments can be judged:",
                        "The recorded arguments are redacted");
        assertThat(run("explain", "-p", policy, "--journal", journal, "--ref", "strand-0/2")
                        .out())
                .contains("now:")
                .doesNotContain("redacted");
    }

    @Test
    void what_is_missing_for_explain_is_told_as_an_option_or_a_record() throws Exception {
        assertThat(run("explain", "--help").out()).contains("LOCKKEEPER_HOME").doesNotContain("./lockkeeper.yaml");
        Ran nowhere = run("explain", "-p", LAPTOP, "--tool", "x");
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("Name the server with --server.");
        Ran nothing = run("explain", "-p", LAPTOP, "--server", "files");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("with --tool, --resource, --prompt or --method");
        Ran absent = run("explain", "-p", LAPTOP, "--journal", journal(), "--ref", "strand-0/99");
        assertThat(absent.code()).isEqualTo(3);
        assertThat(absent.err()).contains("has no decision \"strand-0/99\"").doesNotContain("problem");
    }

    @Test
    void check_takes_the_policy_as_an_option_too_but_not_twice() {
        assertThat(run("check", "--config", LAPTOP).code()).isZero();
        assertThat(run("check", "--policy", LAPTOP).code()).isZero();
        assertThat(run("check", "--config", LAPTOP, LAPTOP).code()).isEqualTo(2);
    }

    @Test
    void a_wrong_command_line_exits_2() {
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("check", "--nope").code()).isEqualTo(2);
        assertThat(run("explain", "-p", LAPTOP).code()).isEqualTo(2);
        assertThat(run("explain", "-p", LAPTOP, "--server", "files", "--tool", "x", "--args", "[1]")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void schema_prints_what_is_published() throws Exception {
        assertThat(run("schema").out()).isEqualTo(Files.readString(ROOT.resolve("docs/schema/lockkeeper.schema.json")));
        assertThat(run("schema", "--tests").out())
                .isEqualTo(Files.readString(ROOT.resolve("docs/schema/policy-test.schema.json")));
    }
}
