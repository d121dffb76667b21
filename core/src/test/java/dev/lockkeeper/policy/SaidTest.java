package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ActionReader;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Situation;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What of a server's own notifications and questions reaches the client. */
class SaidTest {

    private static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());

    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);

    // Put together here, so that no text of the repository looks like a key.
    private static final String TOKEN = "ghp_" + "kiIIXoqKNNMzDYNWQ10ldSRVtYxB0230q9mj";

    private static final String POLICY = """
            version: 1
            servers:
              talker:
                client-requests: [elicitation, sampling, roots]
                allow: [{ resources: "**" }]
            """;

    private final MemoryJournal journal = new MemoryJournal();
    private final Decider decider;
    private final ActionReader reader = new ActionReader("talker");

    SaidTest() throws Exception {
        Policy policy = Policy.load("policy.yaml", POLICY.getBytes(StandardCharsets.UTF_8));
        decider = new Decider(policy.rulebook(List.of(), List.of()), journal, () -> 0, (decision, reference) -> {});
    }

    @TestFactory
    Stream<DynamicTest> every_message_of_the_table() {
        return CaseTable.read("said/messages.yaml", Set.of("method", "asks", "params", "expect")).stream()
                .map(one -> dynamicTest(one.name(), () -> check(one)));
    }

    private void check(CaseTable.Case one) throws Exception {
        JsonObject params = json(one.text("params"));
        boolean asks = Boolean.parseBoolean(one.text("asks", "false"));
        RelayOutcome outcome = asks ? ask(one.text("method"), params) : say(one.text("method"), params);
        String expect = one.text("expect");
        switch (outcome) {
            case RelayOutcome.Refused refused -> {
                assertThat(refused.refusal().reason().code()).isEqualTo(expect);
                // The server that waits for an answer hears that there is none.
                assertThat(refused.answer() != null).isEqualTo(asks);
            }
            case RelayOutcome.Released released -> {
                JsonObject arrived = params(released.release().message());
                assertThat(arrived.text().replaceAll("\\[secret:github-token:[0-9a-f]{8}]", "MARK"))
                        .isEqualTo(
                                expect.equals("the same")
                                        ? params.text()
                                        : json(expect).text());
            }
        }
    }

    @Test
    void what_nobody_changes_keeps_its_own_bytes_and_needs_one_record() throws Exception {
        Notification notice = Notification.of("notifications/progress", json("{\"progressToken\":1,\"progress\":1.0}"));
        RelayOutcome outcome = decider.relay(
                reader.upstreamNotice(notice, Situation.of(ProtocolVersion.V2025_11_25)), notice, CONTEXT);
        assertThat(((RelayOutcome.Released) outcome).release().message()).isSameAs(notice);
        assertThat(journal.entries("decision")).hasSize(1);
        assertThat(journal.entries("result")).isEmpty();
    }

    @Test
    void the_record_of_a_change_holds_the_original_without_the_secret() throws Exception {
        say("notifications/message", json("{\"level\":\"info\",\"data\":\"a\\u202eb GHTOKEN\"}"));
        assertThat(journal.entries("result")).singleElement().satisfies(entry -> {
            String text = entry.body().text();
            assertThat(text)
                    .contains("\"outcome\":\"changed\"")
                    .contains("result.hidden-text")
                    .contains("\"/data\":");
            assertThat(entry.body().string("method")).isEqualTo("notifications/message");
        });
    }

    @Test
    void the_id_and_the_method_of_a_changed_question_are_its_own() throws Exception {
        var released = (RelayOutcome.Released) ask(
                "elicitation/create", json("{\"message\":\"a\\u202eb\",\"requestedSchema\":{\"type\":\"object\"}}"));
        assertThat(released.release().message()).isInstanceOfSatisfying(Request.class, request -> {
            assertThat(request.id()).isEqualTo(RequestId.of(7));
            assertThat(request.method()).isEqualTo("elicitation/create");
            assertThat(new String(request.wire().bytes(), StandardCharsets.UTF_8))
                    .contains("\"message\":\"ab\"")
                    .doesNotContain("\u202e");
        });
    }

    private RelayOutcome say(String method, JsonObject params) {
        Notification notice = Notification.of(method, params);
        Action action = reader.upstreamNotice(notice, Situation.of(ProtocolVersion.V2025_11_25));
        return decider.relay(action, notice, CONTEXT);
    }

    private RelayOutcome ask(String method, JsonObject params) {
        Request request = Request.of(RequestId.of(7), method, params);
        Action action = reader.upstreamRequest(request, Situation.of(ProtocolVersion.V2025_11_25));
        return decider.relay(action, request, CONTEXT);
    }

    private static JsonObject params(Message message) {
        return switch (message) {
            case Request request -> request.params();
            case Notification notice -> notice.params();
            case Response response -> throw new AssertionError(response.toString());
        };
    }

    private static JsonObject json(String text) throws Exception {
        String filled = text.replace("GHTOKEN", TOKEN).replace("LONG", "x".repeat(2 << 20));
        return (JsonObject) JSON.read(filled.getBytes(StandardCharsets.UTF_8));
    }
}
