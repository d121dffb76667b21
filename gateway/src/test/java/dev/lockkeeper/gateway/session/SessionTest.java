package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Extensions;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {

    private static final Caller ALICE = new Caller("alice", "token", Set.of());
    private static final Caller MALLORY = new Caller("mallory", "token", Set.of());
    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);
    private static final RuleRef RULE = new RuleRef("rule", "test", 1);

    /** Grants all but the tool {@code write}, unlisted tools, unknown methods and sampling. */
    private static final Guard POLICY = (action, context) -> switch (action) {
        case ToolCall call when !call.definition().listed() -> Verdict.deny(Reason.TOOL_UNKNOWN, "No such tool.");
        case ToolCall call when call.tool().equals("write") -> Verdict.deny(Reason.POLICY_DENIED, "No.");
        case UnknownMethod unknown -> Verdict.deny(Reason.METHOD_UNKNOWN, "Unknown.");
        case UpstreamRequest request
        when request.method().startsWith("sampling") -> Verdict.deny(Reason.UPSTREAM_REQUEST_DENIED, "No.");
        default -> new Verdict.Grant(RULE);
    };

    private final MemoryJournal journal = new MemoryJournal();
    private final List<ToolDefinition> listed = new ArrayList<>();
    private final ScriptedServer server = new ScriptedServer();
    private volatile Instant now = Instant.EPOCH;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Decider decider = new Decider(
            new Rulebook(
                    "1",
                    List.of(POLICY),
                    List.of(new CapabilityGuard((server, extension) -> Extensions.carried(extension))),
                    action -> true,
                    action -> false),
            journal,
            () -> 0,
            (decision, reference) -> {});
    private final Sessions sessions = new Sessions(
            decider,
            server,
            new SessionSettings(2, 3, Duration.ofMinutes(1), 10, Duration.ofMinutes(1)),
            clock,
            listed::add);

    @Test
    void a_session_belongs_to_its_caller_and_its_route() throws Exception {
        Conversation session = sessions.open(ALICE, "files");
        assertThat(sessions.find(ALICE, "files", session.id())).containsSame(session);
        assertThat(sessions.find(MALLORY, "files", session.id())).isEmpty();
        assertThat(sessions.find(ALICE, "mail", session.id())).isEmpty();
        assertThat(sessions.find(ALICE, "files", session.id() + "x")).isEmpty();
    }

    @Test
    void the_shared_state_of_stateless_requests_cannot_be_named_as_a_session() throws Exception {
        Conversation stateless = sessions.stateless(ALICE, "files");
        assertThat(sessions.find(ALICE, "files", stateless.id())).isEmpty();
        assertThat(sessions.stateless(MALLORY, "files")).isNotSameAs(stateless);
        assertThat(sessions.stateless(ALICE, "files")).isSameAs(stateless);
    }

    @Test
    void a_caller_has_only_so_many_sessions() throws Exception {
        sessions.open(ALICE, "files");
        sessions.open(ALICE, "files");
        assertThatThrownBy(() -> sessions.open(ALICE, "files")).isInstanceOf(ConversationRefused.class);
        sessions.open(MALLORY, "files");
        assertThatThrownBy(() -> sessions.open(MALLORY, "files")).isInstanceOf(ConversationRefused.class);
    }

    @Test
    void a_session_that_was_unused_for_longest_makes_room_for_another_of_its_caller() throws Exception {
        Conversation left = initialized();
        now = now.plusSeconds(1);
        Conversation used = initialized();
        sessions.open(MALLORY, "files");
        now = now.plusSeconds(1);
        Conversation third = sessions.open(ALICE, "files");
        assertThat(sessions.find(ALICE, "files", left.id())).isEmpty();
        assertThat(sessions.find(ALICE, "files", used.id())).isPresent();
        assertThat(sessions.find(ALICE, "files", third.id())).isPresent();
    }

    @Test
    void the_shared_state_of_stateless_requests_makes_room_as_well() throws Exception {
        Conversation files = sessions.stateless(ALICE, "files");
        now = now.plusSeconds(1);
        Conversation mail = sessions.stateless(ALICE, "mail");
        now = now.plusSeconds(1);
        assertThat(sessions.stateless(ALICE, "files")).isSameAs(files);
        sessions.open(ALICE, "files");
        assertThat(sessions.stateless(ALICE, "files")).isSameAs(files);
        sessions.open(MALLORY, "files").close();
        assertThat(sessions.stateless(ALICE, "mail")).isNotSameAs(mail);
    }

    @Test
    void a_session_with_a_call_under_way_makes_no_room() throws Exception {
        Conversation busy = initialized();
        sessions.open(ALICE, "files");
        server.calls = request -> {
            assertThatThrownBy(() -> sessions.open(ALICE, "files")).isInstanceOf(ConversationRefused.class);
            return dev.lockkeeper.mcp.Success.of(request.id(), JsonObject.EMPTY);
        };
        assertThat(call(busy, "read")).isInstanceOf(Reply.Answered.class);
        sessions.open(ALICE, "files");
        assertThat(sessions.find(ALICE, "files", busy.id())).isEmpty();
    }

    @Test
    void where_the_gateway_is_full_a_caller_gets_the_place_of_its_own_unused_session_only() throws Exception {
        initialized();
        sessions.open(MALLORY, "files");
        sessions.open(MALLORY, "files");
        Conversation another = sessions.open(ALICE, "files");
        assertThatThrownBy(() -> sessions.open(new Caller("carol", "token", Set.of()), "files"))
                .isInstanceOf(ConversationRefused.class);
        assertThat(sessions.find(ALICE, "files", another.id())).isPresent();
    }

    @Test
    void a_session_that_was_idle_for_too_long_is_closed_with_its_server() throws Exception {
        Conversation idle = initialized();
        now = now.plusSeconds(40);
        Conversation used = initialized();
        now = now.plusSeconds(21);
        try (var sweep = IdleSweep.start(Duration.ZERO, List.of(sessions::sweep))) {
            assertThat(sweep).isNotNull();
            await().untilTrue(server.closed);
        }
        assertThat(sessions.find(ALICE, "files", idle.id())).isEmpty();
        assertThat(sessions.find(ALICE, "files", used.id())).isPresent();
    }

    @Test
    void closing_a_session_closes_its_server_and_frees_its_place() throws Exception {
        Conversation session = initialized();
        session.close();
        assertThat(server.closed).isTrue();
        assertThat(sessions.find(ALICE, "files", session.id())).isEmpty();
    }

    @Test
    void nothing_but_initialize_comes_first() throws Exception {
        Conversation session = sessions.open(ALICE, "files");
        assertThat(refused(session, "tools/list", "{}")).isEqualTo(Reason.SESSION_STATE);
        assertThat(server.reached).isEmpty();
    }

    @Test
    void a_server_that_is_initialized_is_not_initialized_again() throws Exception {
        assertThat(refused(initialized(), "initialize", "{\"protocolVersion\":\"2025-11-25\"}"))
                .isEqualTo(Reason.SESSION_STATE);
    }

    @Test
    void a_call_is_judged_by_the_tools_own_definition_even_if_the_client_never_listed_it() throws Exception {
        assertThat(call(initialized(), "read")).isInstanceOf(Reply.Answered.class);
        assertThat(server.methodsReached()).containsExactly("initialize", "tools/list", "tools/call");
    }

    @Test
    void a_refused_call_does_not_reach_the_server() throws Exception {
        Conversation session = initialized();
        assertThat(refused(session, "tools/call", "{\"name\":\"write\"}")).isEqualTo(Reason.POLICY_DENIED);
        assertThat(refused(session, "tools/call", "{\"name\":\"absent\"}")).isEqualTo(Reason.TOOL_UNKNOWN);
        assertThat(refused(session, "tools/uninstall", "{}")).isEqualTo(Reason.METHOD_UNKNOWN);
        assertThat(server.methodsReached()).doesNotContain("tools/call", "tools/uninstall");
    }

    @Test
    void a_tool_that_is_listed_twice_cannot_be_called() throws Exception {
        server.tools = List.of("read", "read");
        assertThat(refused(initialized(), "tools/call", "{\"name\":\"read\"}")).isEqualTo(Reason.TOOL_AMBIGUOUS);
    }

    @Test
    void a_changed_list_is_asked_for_again_before_the_next_call_and_recorded() throws Exception {
        Conversation session = initialized();
        call(session, "read");
        server.tools = List.of("other");
        heard("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
        assertThat(refused(session, "tools/call", "{\"name\":\"read\"}")).isEqualTo(Reason.TOOL_UNKNOWN);
        assertThat(journal.entries("listing")).hasSize(2);
    }

    @Test
    void the_server_is_not_told_of_abilities_it_may_not_use_nor_the_client_of_what_is_not_carried() throws Exception {
        Conversation session = sessions.open(ALICE, "files");
        Reply reply = handle(
                session,
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"sampling\":{},\"roots\":{},\"tasks\":{}}}");
        assertThat(((Request) server.reached.getFirst()).params().object("capabilities"))
                .isEqualTo(JsonObject.EMPTY.with("roots", JsonObject.EMPTY));
        assertThat(((Reply.Answered) reply).release().message().wire().toString())
                .contains("\"tools\"")
                .doesNotContain("tasks");
    }

    @Test
    void a_question_of_the_server_that_is_refused_is_answered_by_the_gateway() throws Exception {
        initialized();
        heard("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\",\"params\":{}}");
        assertThat(server.reached.getLast().wire().toString())
                .contains("\"id\":7")
                .contains("\"error\"");
    }

    @Test
    void a_question_without_a_client_to_hear_it_is_answered_by_the_gateway() throws Exception {
        initialized();
        heard("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}");
        assertThat(server.reached.getLast().wire().toString()).contains("client.unreachable");
    }

    @Test
    void a_question_asked_during_a_call_goes_to_its_client_and_the_answer_back_once() throws Exception {
        Conversation session = initialized();
        List<Release> sent = new ArrayList<>();
        server.calls = request -> {
            heard("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}");
            return dev.lockkeeper.mcp.Success.of(request.id(), JsonObject.EMPTY);
        };
        session.handle(request("tools/call", "{\"name\":\"read\"}"), TransportMetadata.NONE, sent::add);
        assertThat(sent)
                .singleElement()
                .satisfies(release -> assertThat(release.message().wire().toString())
                        .contains("roots/list")
                        .doesNotContain("\"q\""));
        String own = ((Request) sent.getFirst().message()).id().value().text();
        String theirs = "{\"jsonrpc\":\"2.0\",\"id\":\"q\",  \"result\":{\"roots\":[]}}";
        String answer = theirs.replace("\"q\"", own);
        assertThat(session.handle(READER.read(bytes(answer)), TransportMetadata.NONE, release -> {}))
                .isEqualTo(Reply.Accepted.ACCEPTED);
        assertThat(server.reached.getLast().wire().toString()).isEqualTo(theirs);
        assertThat(session.handle(READER.read(bytes(answer)), TransportMetadata.NONE, release -> {}))
                .isInstanceOf(Reply.Refused.class);
    }

    @Test
    void an_answer_to_nothing_is_refused() throws Exception {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{\"roots\":[]}}";
        assertThat(initialized().handle(READER.read(bytes(answer)), TransportMetadata.NONE, release -> {}))
                .isInstanceOf(Reply.Refused.class);
        assertThat(server.methodsReached()).containsExactly("initialize");
    }

    @Test
    void a_server_that_fails_gives_an_error_with_a_reference_and_without_the_cause() throws Exception {
        Conversation session = initialized();
        server.calls = request -> {
            throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "/home/secret");
        };
        Reply.Refused refused = (Reply.Refused) call(session, "read");
        assertThat(refused.refusal().reason()).isEqualTo(Reason.UPSTREAM_TIMEOUT);
        assertThat(refused.refusal().message()).doesNotContain("/home");
        assertThat(refused.refusal().reference()).isNotEmpty();
    }

    @Test
    void nothing_is_forwarded_while_the_journal_cannot_be_written() throws Exception {
        Conversation session = initialized();
        call(session, "read");
        int before = server.reached.size();
        journal.setBroken(true);
        assertThat(refused(session, "tools/call", "{\"name\":\"read\"}")).isEqualTo(Reason.JOURNAL_UNAVAILABLE);
        assertThat(server.reached).hasSize(before);
        journal.setBroken(false);
        assertThat(call(session, "read")).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void a_modern_request_needs_no_initialize() throws Exception {
        Conversation stateless = sessions.stateless(ALICE, "files");
        assertThat(
                        handle(
                                stateless,
                                "tools/call",
                                "{\"name\":\"read\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}"))
                .isInstanceOf(Reply.Answered.class);
        assertThat(refused(stateless, "tools/call", "{\"name\":\"read\"}")).isEqualTo(Reason.SESSION_STATE);
        assertThat(refused(
                        stateless,
                        "tools/call",
                        "{\"name\":\"read\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\"}}"))
                .isEqualTo(Reason.VERSION_UNSUPPORTED);
    }

    @Test
    void a_repeated_argument_says_what_the_body_says() throws Exception {
        server.schema = JsonObject.EMPTY
                .with("type", "object")
                .with(
                        "properties",
                        JsonObject.EMPTY.with(
                                "region",
                                JsonObject.EMPTY.with("type", "string").with("x-mcp-header", "Region")));
        Conversation stateless = sessions.stateless(ALICE, "files");
        Request request = request(
                "tools/call",
                "{\"name\":\"read\",\"arguments\":{\"region\":\"north\"},\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");
        assertThat(repeating(stateless, request, Map.of("region", "north", "other", "x")))
                .isInstanceOf(Reply.Answered.class);
        for (Map<String, String> wrong : List.of(Map.of("region", "south"), Map.<String, String>of())) {
            assertThat(repeating(stateless, request, wrong))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.HEADER_MISMATCH));
        }
    }

    @Test
    void what_a_transport_repeats_is_in_the_record() throws Exception {
        repeating(sessions.stateless(ALICE, "files"), modernCall(), Map.of("other", "x"));
        assertThat(journal.entries("decision"))
                .filteredOn(entry -> "tools/call".equals(entry.body().string("method")))
                .extracting(entry -> String.valueOf(entry.body().get("parameters")))
                .containsExactly("{\"other\":\"x\"}");
    }

    @Test
    void a_call_whose_headers_the_server_refuses_is_judged_and_made_again_by_its_new_definition() throws Exception {
        var refusals = new AtomicInteger(1);
        modernAtUrl();
        server.calls = request -> {
            server.schema = JsonObject.EMPTY.with("type", "object").with("title", "new");
            return refusals.getAndDecrement() > 0
                    ? headerMismatch(request)
                    : Success.of(request.id(), JsonObject.EMPTY);
        };
        Reply reply = sessions.stateless(ALICE, "files").handle(modernCall(), TransportMetadata.NONE, release -> {});
        assertThat(((Reply.Answered) reply).release().message()).isInstanceOf(Success.class);
        assertThat(server.methodsReached()).containsExactly("tools/list", "tools/call", "tools/list", "tools/call");
        assertThat(listed)
                .extracting(
                        tool -> tool.inputSchema() != null && tool.inputSchema().get("title") != null)
                .containsExactly(false, false, true, true);
    }

    @Test
    void a_server_that_refuses_headers_for_ever_is_asked_twice() throws Exception {
        modernAtUrl();
        server.calls = SessionTest::headerMismatch;
        Reply reply = sessions.stateless(ALICE, "files").handle(modernCall(), TransportMetadata.NONE, release -> {});
        assertThat(((Reply.Answered) reply).release().message()).isInstanceOf(Failure.class);
        assertThat(server.methodsReached()).filteredOn("tools/call"::equals).hasSize(2);
    }

    /** The code is an error of the server's own where no headers are sent, or where the server knows none of them. */
    @ParameterizedTest
    @CsvSource({"MODERN, false", "LEGACY, true", "LEGACY, false"})
    void a_call_is_made_once_where_the_server_cannot_have_refused_its_headers(Era era, boolean remote)
            throws Exception {
        server.era = Optional.of(era);
        server.remote = remote;
        server.calls = SessionTest::headerMismatch;
        Reply reply = sessions.stateless(ALICE, "files").handle(modernCall(), TransportMetadata.NONE, release -> {});
        assertThat(((Reply.Answered) reply).release().message()).isInstanceOf(Failure.class);
        assertThat(server.methodsReached()).filteredOn("tools/call"::equals).hasSize(1);
    }

    @Test
    void a_legacy_clients_call_is_made_once_whatever_code_its_error_has() throws Exception {
        server.remote = true;
        server.calls = SessionTest::headerMismatch;
        call(initialized(), "read");
        assertThat(server.methodsReached()).filteredOn("tools/call"::equals).hasSize(1);
    }

    private void modernAtUrl() {
        server.era = Optional.of(Era.MODERN);
        server.remote = true;
    }

    private static Failure headerMismatch(Request request) {
        return Failure.of(
                request.id(),
                JsonObject.EMPTY.with("code", JsonNumber.of(-32020)).with("message", "m"));
    }

    private static Request modernCall() throws JsonRefused {
        return request(
                "tools/call",
                "{\"name\":\"read\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");
    }

    private static Reply repeating(Conversation conversation, Request request, Map<String, String> parameters) {
        return conversation.handle(request, new TransportMetadata(Selection.EVERYTHING, parameters), release -> {});
    }

    @Test
    void each_definition_is_handed_over_once_when_it_is_listed_and_again_when_it_changed() throws Exception {
        Conversation session = initialized();
        handle(session, "tools/list", "{}");
        handle(session, "tools/list", "{}");
        assertThat(listed).extracting(ToolDefinition::name).containsExactly("read", "write");
        server.schema = server.schema.with("description", "changed");
        handle(session, "tools/list", "{}");
        assertThat(listed).hasSize(4);
    }

    @Test
    void the_gateways_own_listing_is_judged_and_recorded_like_any_other() throws Exception {
        call(initialized(), "read");
        assertThat(journal.entries("result"))
                .extracting(entry -> entry.body().string("method"))
                .containsExactly("initialize", "tools/list", "tools/call");
    }

    /** As over HTTP, where a server says on whose stream it speaks and chooses the token. */
    @Test
    void progress_on_the_stream_of_a_call_is_that_calls_own() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        server.calls = request -> {
            for (String token : List.of("\"mine\"", "\"anothers\"", "7")) {
                try {
                    Objects.requireNonNull(server.listener)
                            .received(
                                    READER.read(bytes("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                            + "\"params\":{\"progressToken\":" + token + ",\"progress\":1}}")),
                                    server.permit);
                } catch (JsonRefused e) {
                    throw new UpstreamFailure(e.reason(), "the test's own message");
                }
            }
            return Success.of(request.id(), JsonObject.EMPTY);
        };
        initialized()
                .handle(
                        request("tools/call", "{\"name\":\"read\",\"_meta\":{\"progressToken\":\"mine\"}}"),
                        TransportMetadata.NONE,
                        release -> told.add(release.message().wire().toString()));
        assertThat(told).singleElement().asString().contains("mine");
    }

    @Test
    void ping_needs_no_server() throws Exception {
        assertThat(handle(sessions.open(ALICE, "files"), "ping", "{}")).isInstanceOf(Reply.Own.class);
        assertThat(server.reached).isEmpty();
    }

    private Conversation initialized() throws Exception {
        Conversation session = sessions.open(ALICE, "files");
        assertThat(handle(session, "initialize", "{\"protocolVersion\":\"2025-11-25\"}"))
                .isInstanceOf(Reply.Answered.class);
        return session;
    }

    private void heard(String text) throws UpstreamFailure {
        try {
            Objects.requireNonNull(server.listener).received(READER.read(bytes(text)), null);
        } catch (JsonRefused e) {
            throw new UpstreamFailure(e.reason(), "the test's own message");
        }
    }

    private static Reply call(Conversation session, String tool) throws JsonRefused {
        return handle(session, "tools/call", "{\"name\":\"" + tool + "\"}");
    }

    private static Reason refused(Conversation session, String method, String params) throws JsonRefused {
        return ((Reply.Refused) handle(session, method, params)).refusal().reason();
    }

    private static Reply handle(Conversation session, String method, String params) throws JsonRefused {
        return session.handle(request(method, params), TransportMetadata.NONE, release -> {});
    }

    private static Request request(String method, String params) throws JsonRefused {
        return (Request) READER.read(
                bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
