package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client narrows its own view in {@code _meta}, for a session or a request, and never widens it. */
class NarrowingTest {

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);
    private static final RuleRef RULE = new RuleRef("rule", "test", 1);

    /** The selection as the policy's guard applies it; the tool {@code forbidden} is denied whatever is selected. */
    private static final Guard POLICY = (action, context) -> {
        if (!context.selection().includes(action)) {
            return Verdict.deny(Reason.SELECTION_EXCLUDED, "Not selected.");
        }
        return action instanceof ToolCall call && call.tool().equals("forbidden")
                ? Verdict.deny(Reason.POLICY_DENIED, "No.")
                : new Verdict.Grant(RULE);
    };

    private final ScriptedServer server = new ScriptedServer();
    private final Sessions sessions = new Sessions(
            new Decider(
                    new Rulebook("1", List.of(POLICY), List.of(), action -> true, action -> false),
                    new MemoryJournal(),
                    () -> 0,
                    (decision, reference) -> {}),
            server,
            new SessionSettings(2, 3, Duration.ofMinutes(1), 10, Duration.ofMinutes(1)),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            tool -> {});

    NarrowingTest() {
        server.tools = List.of("read", "write", "forbidden");
    }

    private Conversation opened(String select) throws Exception {
        Conversation session = sessions.open(new Caller("alice", "token", Set.of()), "files");
        assertThat(handle(session, "initialize", "\"protocolVersion\":\"2025-11-25\"" + meta(select)))
                .isInstanceOf(Reply.Answered.class);
        return session;
    }

    private static String meta(String select) {
        return select.isEmpty() ? "" : ",\"_meta\":{\"dev.lockkeeper/select\":" + select + "}";
    }

    private static Reply call(Conversation session, String tool, String select) throws JsonRefused {
        return handle(session, "tools/call", "\"name\":\"" + tool + "\"" + meta(select));
    }

    private static Reply handle(Conversation session, String method, String params) throws JsonRefused {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
        return session.handle(
                (Request) READER.read(text.getBytes(StandardCharsets.UTF_8)), TransportMetadata.NONE, release -> {});
    }

    private static void assertRefused(Reply reply, Reason reason) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(reason));
    }

    @Test
    void what_initialize_selects_holds_for_the_session() throws Exception {
        Conversation session = opened("[\"re*\"]");
        for (int i = 0; i < 2; i++) {
            assertThat(call(session, "read", "")).isInstanceOf(Reply.Answered.class);
            assertRefused(call(session, "write", ""), Reason.SELECTION_EXCLUDED);
        }
    }

    @Test
    void a_request_narrows_itself_and_not_the_next() throws Exception {
        Conversation session = opened("");
        assertRefused(call(session, "write", "[\"read\"]"), Reason.SELECTION_EXCLUDED);
        assertThat(call(session, "read", "[\"read\"]")).isInstanceOf(Reply.Answered.class);
        assertThat(call(session, "write", "")).isInstanceOf(Reply.Answered.class);
        assertRefused(call(session, "write", "[]"), Reason.SELECTION_EXCLUDED);
    }

    @Test
    void nothing_widens_what_the_session_or_the_policy_leaves() throws Exception {
        Conversation session = opened("[\"read\",\"forbidden\"]");
        assertRefused(call(session, "write", "[\"*\",\"write\"]"), Reason.SELECTION_EXCLUDED);
        assertRefused(call(session, "forbidden", "[\"forbidden\"]"), Reason.POLICY_DENIED);
        assertThat(call(session, "read", "[\"*\"]")).isInstanceOf(Reply.Answered.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"read\"", "{}", "null", "true", "[1]", "[null]", "[[\"read\"]]", "[\"\"]"})
    void what_is_no_list_of_globs_is_refused(String select) throws Exception {
        Conversation session = opened("");
        assertRefused(call(session, "read", select), Reason.SELECTION_INVALID);
        assertThat(server.methodsReached()).doesNotContain("tools/call");
    }

    @Test
    void a_selection_has_at_most_64_globs_of_at_most_200_characters() throws Exception {
        Conversation session = opened("");
        assertThat(call(session, "read", globs(64))).isInstanceOf(Reply.Answered.class);
        assertRefused(call(session, "read", globs(65)), Reason.SELECTION_INVALID);
        assertThat(call(session, "read", "[\"read\",\"" + "x".repeat(200) + "\"]"))
                .isInstanceOf(Reply.Answered.class);
        assertRefused(call(session, "read", "[\"read\",\"" + "x".repeat(201) + "\"]"), Reason.SELECTION_INVALID);
    }

    private static String globs(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"read\"").collect(Collectors.joining(",", "[", "]"));
    }
}
