package dev.lockkeeper.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.JournalEntry;
import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalQuery;
import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.example.embedded.Desk.Answer;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The example does what it is for, and nothing else: attacked as a process, by the client of the SDK. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedServerTest {

    /** Put together here, so that no scanner takes this file for a leak. */
    private static final String SECRET = "AKIA" + "QYLPMN5HHHFPZAM2";

    private Canary canary;
    private Desk desk;
    private Path directory;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        canary = new Canary();
        directory = temporary.toRealPath();
        Path notes = Files.createDirectories(directory.resolve("notes"));
        Path secret = Files.createDirectories(directory.resolve("private"));
        Files.writeString(secret.resolve("plan.md"), "canary-plan");
        Files.writeString(notes.resolve("boat.md"), "Paint the boat.");
        Files.writeString(notes.resolve("key.md"), "Deploy with " + SECRET + " on Friday.");
        Files.writeString(notes.resolve("hidden.md"), "Plain\u200B text \uDB40\uDC41\uDB40\uDC42.");
        Files.createSymbolicLink(notes.resolve("shortcut"), secret);
        desk = Desk.start(directory);
    }

    @AfterAll
    void stop() {
        desk.close();
        canary.close();
    }

    @Test
    void it_lists_its_tools() {
        assertThat(desk.client().listTools().tools().stream().map(Tool::name))
                .containsExactlyInAnyOrder("read_note", "find_orders", "fetch_page");
    }

    @Test
    void a_note_is_read_by_its_name_and_by_its_place() {
        assertThat(desk.call("read_note", "path", "boat.md").text()).isEqualTo("Paint the boat.");
        assertThat(desk.call(
                                "read_note",
                                "path",
                                desk.notes().resolve("boat.md").toString())
                        .text())
                .isEqualTo("Paint the boat.");
    }

    @Test
    void orders_are_found() {
        Answer answer = desk.call("find_orders", "sql", "SELECT item FROM orders WHERE customer = 'ada'");
        assertThat(answer.isError()).isFalse();
        assertThat(answer.text()).isEqualTo("[{\"item\":\"rope\"}]");
    }

    @Test
    void a_page_is_fetched_and_no_redirect_followed(@TempDir Path elsewhere) throws Exception {
        String policy = new String(EmbeddedServer.shipped(), StandardCharsets.UTF_8)
                .replace(
                        "url: { hosts: [docs.example.com] }",
                        "url: { schemes: [http], hosts: [\"docs.example.com:" + canary.port()
                                + "\"], addresses: [127.0.0.1/32] }");
        Path file = Files.writeString(elsewhere.resolve("policy.yaml"), policy);
        try (Desk other = Desk.start(elsewhere.toRealPath(), file)) {
            String docs = "http://docs.example.com:" + canary.port();
            Answer page = other.call("fetch_page", "url", docs + "/start");
            assertThat(page.text()).isEqualTo("canary: Welcome to the docs");
            assertThat(canary.asked()).contains("/start");
            Answer moved = other.call("fetch_page", "url", docs + "/moved");
            assertThat(moved.isError()).isTrue();
            assertThat(moved.text()).isEqualTo("The page answers with status 302.");
            assertThat(canary.asked()).contains("/moved").doesNotContain("/inside");
        }
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                Arguments.of("read_note", "path", "../private/plan.md", "path.traversal"),
                Arguments.of("read_note", "path", "%2e%2e/private/plan.md", "path.encoding"),
                Arguments.of("read_note", "path", "DIR/private/plan.md", "path.outside-root"),
                Arguments.of("read_note", "path", "DIR/notes-of-others/plan.md", "path.outside-root"),
                Arguments.of("read_note", "path", "shortcut/plan.md", "path.link"),
                Arguments.of("read_note", "path", "boat.md\u0000.txt", "path.control"),
                Arguments.of("read_note", "path", "bo\u200Bat.md", "path.control"),
                Arguments.of("find_orders", "sql", "SELECT amount FROM salaries", "sql.table"),
                Arguments.of("find_orders", "sql", "SELECT id, (SELECT amount FROM salaries) FROM orders", "sql.table"),
                Arguments.of("find_orders", "sql", "SELECT id FROM orders; DELETE FROM orders", "sql.several"),
                Arguments.of("find_orders", "sql", "DELETE FROM orders", "sql.statement"),
                Arguments.of("find_orders", "sql", "SELECT load_extension('x') FROM orders", "sql.function"),
                Arguments.of(
                        "find_orders", "sql", "SELECT id FROM orders WHERE item = '" + SECRET + "'", "secret.found"),
                Arguments.of("fetch_page", "url", "https://127.0.0.1:PORT/inside", "url.private-address"),
                Arguments.of("fetch_page", "url", "http://2130706433:PORT/inside", "url.ambiguous"),
                Arguments.of("fetch_page", "url", "https://docs.example.com/inside", "url.private-address"),
                Arguments.of("fetch_page", "url", "https://evil.com/inside", "url.host"),
                Arguments.of("fetch_page", "url", "file:///etc/passwd", "url.scheme"));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void an_attack_is_refused_with_its_reason_and_a_record(String tool, String argument, String value, String reason)
            throws Exception {
        String sent = value.replace("DIR", directory.toString()).replace("PORT", Integer.toString(canary.port()));
        Answer answer = desk.call(tool, argument, sent);
        assertThat(answer.isError()).as(answer.text()).isTrue();
        assertThat(answer.reason()).as(answer.text()).isEqualTo(reason);
        assertThat(answer.text())
                .contains(reason, answer.reference())
                .doesNotContain("canary", "4815", SECRET, "127.0.0.1", "private/");
        assertThat(canary.asked()).doesNotContain("/inside");
        assertThat(record(desk, answer.reference()).string("outcome")).isEqualTo("refused");
        assertThat(record(desk, answer.reference()).string("reason")).isEqualTo(reason);
        assertThat(desk.call("find_orders", "sql", "SELECT count(*) AS n FROM orders")
                        .text())
                .as("nothing happened")
                .isEqualTo("[{\"n\":\"2\"}]");
    }

    @Test
    void what_the_schema_does_not_declare_is_refused() {
        Answer answer = desk.call("read_note", Map.of("path", "boat.md", "follow", "yes"));
        assertThat(answer.reason()).isEqualTo("arguments.undeclared");
    }

    @Test
    void a_secret_in_a_note_is_replaced() {
        Answer answer = desk.call("read_note", "path", "key.md");
        assertThat(answer.isError()).isFalse();
        assertThat(answer.text()).contains("[secret:aws-access-key:").doesNotContain(SECRET);
    }

    @Test
    void text_that_nobody_sees_is_removed_from_a_note() {
        assertThat(desk.call("read_note", "path", "hidden.md").text()).isEqualTo("Plain text .");
    }

    @Test
    void what_a_tool_throws_goes_to_the_journal_and_not_to_the_client() throws Exception {
        Answer answer = desk.call("read_note", "path", "missing.md");
        assertThat(answer.isError()).isTrue();
        assertThat(answer.text())
                .startsWith("The tool failed.")
                .doesNotContain(directory.toString())
                .doesNotContain("NoSuchFile");
        assertThat(record(desk, answer.reference()).record().text())
                .contains(
                        "NoSuchFileException",
                        desk.notes().resolve("missing.md").toString());
    }

    @Test
    void the_journal_verifies_once_the_server_has_ended(@TempDir Path elsewhere) throws Exception {
        Desk other = Desk.start(elsewhere.toRealPath());
        Files.writeString(other.notes().resolve("a.md"), "one");
        assertThat(other.call("read_note", "path", "a.md").text()).isEqualTo("one");
        Answer refused = other.call("read_note", "path", "../journal/a.md");
        other.close();
        Verification verification = JournalVerifier.verify(other.journal());
        assertThat(verification.status()).as("%s", verification.findings()).isEqualTo(Verification.Status.VERIFIED);
        assertThat(verification.records()).isGreaterThanOrEqualTo(3);
        assertThat(record(other, refused.reference()).string("reason")).isEqualTo(refused.reason());
    }

    private static JournalEntry record(Desk desk, String reference) throws IOException {
        List<JournalEntry> found = new ArrayList<>();
        new JournalQuery(desk.journal()).select(JournalFilter.ALL.at(reference), found::add);
        assertThat(found).as("records at %s", reference).hasSize(1);
        return found.getFirst();
    }
}
