package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditCommandTest {

    @TempDir
    Path parent;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void a_journal_of_three_decisions() throws Exception {
        try (var journal = journal()) {
            journal.append(
                    "decision", decision("granted", "os:ann", "read_file", "policy.allowed"), Durability.ON_DISK);
            journal.append(
                    "decision", decision("refused", "os:bob", "write_file", "policy.denied"), Durability.ON_DISK);
            var params = JsonObject.EMPTY.with("password", "hunter2");
            journal.append(
                    "decision",
                    decision("granted", "os:ann", "=login", "policy.allowed").with("params", params),
                    Durability.ON_DISK);
        }
    }

    private FileJournal journal() throws Exception {
        return FileJournal.open(JournalSettings.in(parent.resolve("journal")), InstantSource.system(), Runnable::run);
    }

    private static JsonObject decision(String outcome, String caller, String target, String reason) {
        return JsonObject.EMPTY
                .with("outcome", outcome)
                .with("caller", caller)
                .with("server", "files")
                .with("target", target)
                .with("reason", reason);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    private int on(String verb, String... arguments) {
        var all = new java.util.ArrayList<>(
                List.of(verb, "--journal", parent.resolve("journal").toString()));
        all.addAll(List.of(arguments));
        return run(all.toArray(new String[0]));
    }

    @Test
    void verify_says_verified_and_names_what_is_broken() throws Exception {
        assertThat(on("verify")).isZero();
        assertThat(out.toString()).endsWith("verified\n");
        assertThat(on("verify", "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"status\":\"verified\"");
        Path segment = parent.resolve("journal/strand-0/000001.jsonl");
        Files.writeString(segment, Files.readString(segment).replace("\"refused\"", "\"granted\""));
        assertThat(on("verify")).isEqualTo(AuditCommand.BROKEN);
        assertThat(out.toString())
                .contains("strand-0/000001.jsonl, line 3, record 3")
                .endsWith("BROKEN\n");
    }

    @Test
    void query_selects_by_every_member_and_by_time_and_reference() {
        assertThat(on("query", "--caller", "os:bob")).isZero();
        assertThat(out.toString().lines()).singleElement().asString().contains("strand-0/3", "write_file");
        for (String[] wanted : new String[][] {
            {"--tool", "write_file"},
            {"--reason", "policy.denied"},
            {"--outcome", "refused"},
            {"--reference", "strand-0/3"}
        }) {
            assertThat(on("query", wanted)).isZero();
            assertThat(out.toString().lines()).as(wanted[0]).hasSize(1);
        }
        assertThat(on("query", "--server", "files", "--from", "2020-01-01", "--json"))
                .isZero();
        assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"reference\":\"strand-0/"));
        assertThat(on("query", "--to", "2020-01-01T00:00:00Z")).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void query_finds_a_redacted_value_that_is_given_on_standard_input() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("hunter2\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(on("query", "--digest-of")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString())
                .startsWith("hmac-sha256:")
                .contains("strand-0/4")
                .doesNotContain("hunter2");
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void query_proves_what_was_answered_by_the_answer_itself() throws Exception {
        JsonObject answer = JsonObject.EMPTY.with("pin", "1234");
        try (var journal = journal()) {
            var body = JsonObject.EMPTY.with("outcome", "released").with("digest", CanonicalJson.digest(answer));
            journal.append("result", body, Durability.WRITTEN);
        }
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("{ \"pin\": \"1234\" }\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(on("query", "--digest-of=json", "--json")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .contains("\"type\":\"result\"")
                .doesNotContain(CanonicalJson.digest(answer));
    }

    @Test
    void tail_prints_the_last_records_and_follows() throws Exception {
        assertThat(on("tail", "-n", "2")).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        Thread follower = Thread.ofPlatform().start(() -> on("tail", "-n", "1", "-f"));
        Awaitility.await().until(() -> out.toString().contains("strand-0/4"));
        try (var journal = journal()) {
            journal.append("decision", decision("granted", "os:eve", "later", "policy.allowed"), Durability.WRITTEN);
            Awaitility.await().until(() -> out.toString().contains("os:eve"));
        } finally {
            follower.interrupt();
            follower.join();
        }
    }

    @Test
    void export_writes_json_lines_and_csv_that_no_spreadsheet_runs() {
        assertThat(on("export", "--caller", "os:ann")).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        Path file = parent.resolve("out.csv");
        assertThat(on("export", "--format", "csv", "--type", "decision", "-o", file.toString()))
                .isZero();
        assertThat(file).content().startsWith("reference,time,").contains("\"'=login\"");
        assertThat(on("export", "-o", file.toString())).isEqualTo(AuditCommand.IO);
        assertThat(err.toString()).contains("exists already");
    }

    @Test
    void what_is_wrong_is_said_in_one_sentence_with_its_exit_code() {
        assertThat(run("verify", "--journal", parent.resolve("absent").toString()))
                .isEqualTo(AuditCommand.IO);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(on("query", "--from", "yesterday")).isEqualTo(AuditCommand.USAGE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(on("verify", "--key", "absent.pub")).isEqualTo(AuditCommand.IO);
        assertThat(err.toString()).doesNotContain("Exception");
        assertThat(run("unknown")).isEqualTo(AuditCommand.USAGE);
        assertThat(run()).isEqualTo(AuditCommand.USAGE);
    }

    @Test
    void a_stop_is_a_line_with_what_was_stopped_by_whom_and_why() throws Exception {
        JsonObject stop = JsonObject.EMPTY
                .with("outcome", "stopped")
                .with("caller", "token:eve")
                .with("server", "")
                .with("tool", "send")
                .with("because", "lost\nlaptop")
                .with("by", "os:ann");
        try (var journal = journal()) {
            journal.append("kill", stop, Durability.ON_DISK);
            journal.append(
                    "kill",
                    stop.with("outcome", "revived")
                            .with("caller", "")
                            .with("tool", "")
                            .with("because", ""),
                    Durability.ON_DISK);
        }
        assertThat(on("query", "--type", "kill")).isZero();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith("  kill  stopped  tool send  caller token:eve  by os:ann: lost\\u{a}laptop"),
                        line -> assertThat(line).endsWith("  kill  revived  everything  by os:ann"));
    }

    @Test
    void a_reason_that_no_record_can_have_is_told_with_the_nearest() {
        assertThat(on("query", "--reason", "path.denid")).isZero();
        assertThat(err.toString()).contains("There is no reason \"path.denid\"; did you mean path.denied?");
        assertThat(on("export", "--reason", "nothing-like-it")).isZero();
        assertThat(err.toString()).contains("docs/reasons.md");
        assertThat(on("query", "--reason", "policy.denied")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_reference_has_the_name_that_policy_explain_gives_it_too() {
        on("query", "--reference", "strand-0/3");
        String found = out.toString();
        on("query", "--ref", "strand-0/3");
        assertThat(out.toString()).contains("strand-0/3").isEqualTo(found);
    }
}
