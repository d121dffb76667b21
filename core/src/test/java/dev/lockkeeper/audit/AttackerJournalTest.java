package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackerJournalTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void a_secret_that_is_replaced_in_params_does_not_stand_in_the_target() throws Exception {
        String uri = "https://db.example/x?password=hunter2hunter2";
        try (FileJournal journal = Journals.open(directory)) {
            journal.append(
                    "decision",
                    JsonObject.EMPTY.with("target", uri).with("params", JsonObject.EMPTY.with("uri", uri)),
                    Durability.WRITTEN);
        }
        assertThat(everything()).doesNotContain("hunter2hunter2");
    }

    @Test
    void every_message_of_lawful_size_can_be_recorded() throws Exception {
        // 4 MB of short secrets: each of 5 bytes becomes a digest of 76.
        var text = new StringBuilder();
        for (int i = 0; text.length() < (2 << 20) - 16; i++) {
            text.append("pwd=").append(Integer.toString(i, 36)).append(' ');
        }
        String half = text.toString();
        String message = "{\"arguments\":{\"a\":\"" + half + "\",\"b\":\"" + half.substring(64) + "\"}}";
        var params = (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(message.getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        try (FileJournal journal = Journals.open(directory, 1 << 30)) {
            assertThatCode(() ->
                            journal.append("decision", JsonObject.EMPTY.with("params", params), Durability.WRITTEN))
                    .doesNotThrowAnyException();
        } finally {
            System.err.println("ATTACK redaction ms " + (System.nanoTime() - start) / 1_000_000 + " bytes "
                    + everything().length());
        }
    }

    @Test
    void a_record_that_would_be_too_long_is_abridged() throws Exception {
        var secrets = Collections.nCopies(90_000, new JsonString("pwd=12345"));
        var params = JsonObject.EMPTY;
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            params = params.with(name, new JsonArray(List.copyOf(secrets)));
        }
        try (FileJournal journal = Journals.open(directory, 1 << 30)) {
            journal.append(
                    "decision", JsonObject.EMPTY.with("outcome", "granted").with("params", params), Durability.WRITTEN);
        }
        assertThat(everything())
                .contains("\"abridged\":{\"params\":5400031}")
                .contains("\"params\":\"hmac-sha256:")
                .contains("\"outcome\":\"granted\"")
                .doesNotContain("12345\"");
    }

    @Test
    void redaction_of_a_lawful_message_takes_less_than_a_second() throws Exception {
        for (String unit :
                new String[] {"aB3_.-", "\"a\":", "a: b ", "Bearer ", "http://a:", "sk-a-", "a=\"", "\n-a:"}) {
            String text = unit.repeat((2 << 20) / unit.length() - 1);
            var redactor = new Redactor(new byte[32], RedactionRules.DEFAULT);
            long start = System.nanoTime();
            redactor.redact(JsonObject.EMPTY.with("params", JsonObject.EMPTY.with("a", text)));
            System.err.println(
                    "ATTACK redact [" + unit.strip() + "] x 2 MB: ms " + (System.nanoTime() - start) / 1_000_000);
        }
    }

    @Test
    void a_record_holds_no_terminal_control_as_it_is() throws Exception {
        try (FileJournal journal = Journals.open(directory)) {
            // CSI of eight bits, right-to-left override
            journal.append("note", JsonObject.EMPTY.with("text", "\u009b2J\u202e"), Durability.WRITTEN);
        }
        assertThat(everything()).doesNotContain("\u009b").doesNotContain("\u202e");
    }

    private String everything() throws Exception {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
