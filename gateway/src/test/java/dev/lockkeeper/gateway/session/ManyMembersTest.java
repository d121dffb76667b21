package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.modern;
import static dev.lockkeeper.gateway.session.BridgeSetting.refused;
import static dev.lockkeeper.gateway.session.BridgeSetting.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages of so many members that work for each pair of them would hold up everybody: it would take many times longer
 * than these tests may, and work for each of them takes a small part of that.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyMembersTest {

    private static final int MANY = 200_000;

    @ParameterizedTest
    @CsvSource(textBlock = "resources\nprompts")
    void a_listing_of_as_many_entries_as_a_message_may_have(String kind) throws Exception {
        var setting = new Setting("{ allow: [read] }");
        List<Json> entries = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            entries.add(JsonObject.EMPTY.with("name", "n" + i));
        }
        setting.server.others =
                request -> Success.of(request.id(), JsonObject.EMPTY.with(kind, new JsonArray(entries)));
        assertThat(setting.ask(setting.session(Setting.ALICE), kind + "/list", "{}"))
                .isInstanceOf(Reply.Answered.class);
        JsonObject note = setting.journal.entries("listing").getLast().body();
        assertThat(LegacyForm.object(note, kind).members()).hasSize(MANY);
    }

    @ParameterizedTest
    @CsvSource(textBlock = "''\nextensions\nexperimental\ntasks")
    void an_introduction_of_a_client_that_can_do_many_things(String where) throws Exception {
        JsonObject capabilities = JsonObject.EMPTY.with("sampling", JsonObject.EMPTY);
        capabilities = switch (where) {
            case "" -> many().with("sampling", JsonObject.EMPTY);
            case "tasks" -> capabilities.with("tasks", JsonObject.EMPTY.with("requests", many()));
            default -> capabilities.with(where, many());
        };
        var setting = new BridgeSetting(RequestStateTest.legacy((line, request) -> "{}"));
        var context = new Context(BridgeSetting.ALICE, Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        JsonObject meta = JsonObject.EMPTY.with(ClientProfile.CAPABILITIES_KEY, capabilities);
        Request initialize = Introduction.of(meta, "files", setting.decider, context);
        assertThat(initialize.params().object("capabilities"))
                .isEqualTo(JsonObject.EMPTY.with("sampling", JsonObject.EMPTY));
    }

    private static JsonObject many() {
        var many = JsonObject.builder();
        for (int i = 0; i < MANY; i++) {
            many.put("n" + i, JsonObject.EMPTY.with("x", JsonObject.EMPTY));
        }
        return many.build();
    }

    @Test
    void an_error_that_sends_a_person_to_more_pages_than_anybody_would_visit() throws Exception {
        assertThat(LegacyForm.object(result(visiting(32, "{\"elicitation\":{\"url\":{}}}")), "inputRequests")
                        .members())
                .hasSize(32);
        assertThat(refused(visiting(33, "{\"elicitation\":{\"url\":{}}}"))).isEqualTo(Reason.UPSTREAM_PROTOCOL);
        assertThat(refused(visiting(MANY, "{\"elicitation\":{\"url\":{}}}"))).isEqualTo(Reason.UPSTREAM_PROTOCOL);
    }

    @Test
    void no_page_is_looked_at_for_a_client_that_opens_none() throws Exception {
        Reply.Answered reply = (Reply.Answered) visiting(MANY, "{\"elicitation\":{\"form\":{}}}");
        assertThat(((Failure) reply.release().message()).code()).isEqualTo(-32021);
    }

    private static Reply visiting(int pages, String capabilities) throws Exception {
        JsonObject page = JsonObject.EMPTY.with("mode", "url").with("url", "https://example.com/");
        List<Json> elicitations = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            elicitations.add(page.with("elicitationId", "e" + i));
        }
        var setting = new BridgeSetting(RequestStateTest.legacy((line, request) -> {
            throw new Peer.Refusing(-32042, JsonObject.EMPTY.with("elicitations", new JsonArray(elicitations)));
        }));
        return handle(
                setting.sessions.stateless(BridgeSetting.ALICE, "files"),
                modern(1, "tools/call", "{\"name\":\"greet\",\"arguments\":{}}", capabilities));
    }
}
