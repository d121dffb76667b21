package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.ALICE;
import static dev.lockkeeper.gateway.session.BridgeSetting.MALLORY;
import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.legacy;
import static dev.lockkeeper.gateway.session.BridgeSetting.modern;
import static dev.lockkeeper.gateway.session.BridgeSetting.refused;
import static dev.lockkeeper.gateway.session.BridgeSetting.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a client of either era and a server that nobody knows yet find out in which era they meet. */
class MeetingTest {

    private static final String INTRODUCED =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}";
    private static final String DISCOVERED =
            "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},\"resultType\":\"complete\"}";
    private static final String INITIALIZE =
            "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}";

    /** How a server meets a message: with a result, an error of this code, silence, or its end. */
    private static String met(Peer.Line line, String how, String result) throws UpstreamFailure, InterruptedException {
        return switch (how) {
            case "result" -> result;
            case "other" -> "{\"tools\":[]}";
            case "silence" -> {
                new CountDownLatch(1).await();
                throw new IllegalStateException();
            }
            case "end" -> {
                line.ended = true;
                var end = new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server's process ended");
                line.listener.closed(end);
                throw end;
            }
            case "garbage" -> throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "HTTP status 404");
            default -> throw new Peer.Refusing(Integer.parseInt(how));
        };
    }

    private static Peer peer(String discover, String initialize) {
        return new Peer((line, request) -> switch (request.method()) {
            case "server/discover" -> met(line, discover, DISCOVERED);
            case "initialize" -> met(line, initialize, INTRODUCED);
            default -> "{\"prompts\":[]}";
        });
    }

    @ParameterizedTest
    @CsvSource({
        "result, MODERN", "-32022, MODERN", "-32021, MODERN", "-32020, MODERN",
        "-32601, LEGACY", "-32602, LEGACY", "-32000, LEGACY", "0, LEGACY",
        "other, LEGACY", "silence, LEGACY", "end, LEGACY", "garbage, LEGACY"
    })
    void a_modern_client_meets_a_server_in_the_era_that_the_server_shows(String discover, Era era) throws Exception {
        Peer peer = peer(discover, "result");
        var setting = new BridgeSetting(peer);
        assertThat(result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")))
                        .array("prompts"))
                .isNotNull();
        Peer.Line last = peer.lines.getLast();
        assertThat(last.last("prompts/list").meta().get(ClientProfile.VERSION_KEY) != null)
                .isEqualTo(era == Era.MODERN);
        assertThat(last.methods().contains("initialize")).isEqualTo(era == Era.LEGACY);
        // The process that was asked is kept, unless it ended.
        assertThat(peer.lines).hasSize(discover.equals("end") ? 2 : 1);
        long asked = count(peer, "server/discover");
        result(handle(setting.sessions.stateless(MALLORY, "files"), modern(1, "prompts/list", "{}")));
        assertThat(count(peer, "server/discover"))
                .as("what is known is not asked again")
                .isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "result, result, LEGACY",
        "-32601, result, MODERN",
        "-32602, result, MODERN",
        "-32022, result, MODERN",
        "garbage, result, MODERN",
        "end, result, MODERN"
    })
    void a_legacy_client_meets_a_server_in_the_era_that_the_server_shows(String initialize, String discover, Era era)
            throws Exception {
        Peer peer = peer(discover, initialize);
        var setting = new BridgeSetting(peer);
        Conversation session = setting.sessions.open(ALICE, "files");
        var introduced = result(handle(session, legacy(1, "initialize", INITIALIZE)));
        assertThat(introduced.string("protocolVersion")).isEqualTo(era == Era.MODERN ? "2025-06-18" : "2025-11-25");
        assertThat(introduced.object("capabilities")).isEqualTo(Peer.json("{\"tools\":{}}"));
        result(handle(session, legacy(2, "prompts/list", "{}")));
        assertThat(listed(peer).get(ClientProfile.VERSION_KEY) != null).isEqualTo(era == Era.MODERN);
        long before = count(peer, "initialize");
        Conversation next = setting.sessions.open(MALLORY, "files");
        result(handle(next, legacy(1, "initialize", INITIALIZE)));
        assertThat(count(peer, "initialize")).isEqualTo(era == Era.MODERN ? before : before + 1);
    }

    /** A server of both eras that is strict about what a client says of itself. */
    private static Peer strict() {
        return new Peer((line, request) -> {
            var client = request.method().equals("initialize")
                    ? request.params().get("clientInfo")
                    : request.meta().get(ClientProfile.CLIENT_KEY);
            if (client != null && !(client instanceof JsonObject)) {
                throw new Peer.Refusing(-32602);
            }
            return switch (request.method()) {
                case "server/discover" -> DISCOVERED;
                case "initialize" -> INTRODUCED;
                default -> "{\"prompts\":[]}";
            };
        });
    }

    @Test
    void what_a_caller_says_of_itself_does_not_make_a_modern_server_a_legacy_one_for_the_others() throws Exception {
        Peer peer = strict();
        var setting = new BridgeSetting(peer);
        Conversation mallory = setting.sessions.stateless(MALLORY, "files");
        String odd = "{\"_meta\":{\"" + ClientProfile.CLIENT_KEY + "\":\"x\"}}";
        for (int i = 0; i < 2; i++) {
            handle(mallory, modern(1, "server/discover", odd));
            handle(mallory, modern(2, "tools/list", odd));
            result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")));
            assertThat(listed(peer).members()).containsKey(ClientProfile.VERSION_KEY);
        }
        assertThat(count(peer, "initialize")).isZero();
    }

    @Test
    void what_a_caller_says_of_itself_does_not_make_a_legacy_server_a_modern_one_for_the_others() throws Exception {
        Peer peer = strict();
        var setting = new BridgeSetting(peer);
        String odd = "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":\"x\"}";
        for (int i = 0; i < 2; i++) {
            handle(setting.sessions.open(MALLORY, "files"), legacy(1, "initialize", odd));
            Conversation alice = setting.sessions.open(ALICE, "files");
            result(handle(alice, legacy(1, "initialize", INITIALIZE)));
            result(handle(alice, legacy(2, "prompts/list", "{}")));
            assertThat(listed(peer).members()).isEmpty();
        }
    }

    /** What {@code prompts/list} said of its client when it was sent last. */
    private static JsonObject listed(Peer peer) {
        return peer.lines.stream()
                .filter(line -> line.methods().contains("prompts/list"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .last("prompts/list")
                .meta();
    }

    @Test
    void a_server_that_only_starts_slowly_is_not_taken_for_a_legacy_one() throws Exception {
        var asked = new AtomicInteger();
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "server/discover" -> met(line, asked.incrementAndGet() == 1 ? "silence" : "result", DISCOVERED);
            case "initialize" -> met(line, "-32601", "");
            default -> "{\"prompts\":[]}";
        });
        var setting = new BridgeSetting(peer);
        result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")));
        assertThat(peer.lines.getLast().last("prompts/list").meta().members()).containsKey(ClientProfile.VERSION_KEY);
    }

    @Test
    void a_modern_request_to_a_url_is_itself_the_question_and_asks_nothing_else() throws Exception {
        Peer peer = new Peer((line, request) -> "{\"resultType\":\"complete\",\"prompts\":[]}");
        peer.remote = true;
        var setting = new BridgeSetting(peer);
        result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")));
        assertThat(peer.lines.getFirst().methods()).containsExactly("prompts/list");
    }

    @Test
    void a_modern_request_that_a_legacy_server_at_a_url_does_not_know_goes_on_in_its_era() throws Exception {
        Peer peer = legacyAtUrl(new AtomicInteger());
        var setting = new BridgeSetting(peer);
        result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")));
        assertThat(peer.lines.getLast().methods()).contains("initialize").endsWith("prompts/list");
    }

    @Test
    void a_call_that_may_have_reached_a_server_of_unknown_era_is_not_made_again() throws Exception {
        var calls = new AtomicInteger();
        Peer peer = legacyAtUrl(calls);
        var setting = new BridgeSetting(peer);
        Conversation conversation = setting.sessions.stateless(ALICE, "files");
        Reply reply = handle(conversation, modern(1, "tools/call", "{\"name\":\"pay\"}"));
        assertThat(((Reply.Answered) reply).release().message()).isInstanceOf(Failure.class);
        assertThat(calls).hasValue(1);
        // What was found out meanwhile serves the next.
        result(handle(conversation, modern(2, "tools/call", "{\"name\":\"pay\"}")));
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_method_of_somebodys_own_is_not_sent_again_to_a_server_of_unknown_era() throws Exception {
        var sent = new AtomicInteger();
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "initialize" -> INTRODUCED;
            case "acme/pay" -> {
                sent.incrementAndGet();
                throw new Peer.Refusing(-32603);
            }
            default -> throw new Peer.Refusing(-32601);
        });
        peer.remote = true;
        var setting = new BridgeSetting(peer);
        setting.decider.replace(
                BridgeSetting.rules((action, context) -> new Verdict.Grant(new RuleRef("rule", "test", 1))));
        handle(setting.sessions.stateless(ALICE, "files"), modern(1, "acme/pay", "{}"));
        assertThat(sent).hasValue(1);
    }

    /** It lists its tools to anybody, and fails what comes without a session after it did it. */
    private static Peer legacyAtUrl(AtomicInteger calls) {
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "initialize" -> INTRODUCED;
            case "tools/list" -> "{\"tools\":[{\"name\":\"pay\",\"inputSchema\":{\"type\":\"object\"}}]}";
            case "tools/call", "prompts/list" -> {
                calls.addAndGet(request.method().equals("tools/call") ? 1 : 0);
                if (!line.methods().contains("initialize")) {
                    throw new Peer.Refusing(-32603);
                }
                yield "{\"content\":[],\"prompts\":[]}";
            }
            default -> throw new Peer.Refusing(-32601);
        });
        peer.remote = true;
        return peer;
    }

    @Test
    void a_server_that_speaks_neither_is_an_error_for_both() throws Exception {
        Peer peer = peer("-32601", "-32601");
        var setting = new BridgeSetting(peer);
        assertThat(refused(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}"))))
                .isEqualTo(Reason.UPSTREAM_PROTOCOL);
        Reply reply = handle(setting.sessions.open(ALICE, "files"), legacy(1, "initialize", INITIALIZE));
        assertThat(((Reply.Answered) reply).release().message().wire().toString())
                .contains("-32601");
    }

    @Test
    void a_server_of_both_eras_meets_each_client_in_its_own() throws Exception {
        Peer peer = peer("result", "result");
        var setting = new BridgeSetting(peer);
        result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")));
        Conversation session = setting.sessions.open(ALICE, "files");
        result(handle(session, legacy(1, "initialize", INITIALIZE)));
        result(handle(session, legacy(2, "prompts/list", "{}")));
        assertThat(peer.lines.getLast().last("prompts/list").meta().members()).isEmpty();
    }

    @Test
    void what_was_found_out_is_forgotten_when_the_server_is_reached_in_another_way_or_it_proves_wrong()
            throws Exception {
        var era = new java.util.concurrent.atomic.AtomicReference<>("result");
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "server/discover" -> met(line, era.get(), DISCOVERED);
            case "initialize" -> met(line, "result", INTRODUCED);
            case "prompts/list" ->
                request.meta().members().isEmpty() || era.get().equals("result")
                        ? "{\"prompts\":[]}"
                        : met(line, "garbage", "");
            default -> "{}";
        });
        var setting = new BridgeSetting(peer);
        result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")));
        // The server is replaced by one of the legacy era.
        era.set("-32601");
        assertThat(refused(handle(setting.sessions.stateless(ALICE, "files"), modern(2, "prompts/list", "{}"))))
                .isEqualTo(Reason.UPSTREAM_PROTOCOL);
        result(handle(setting.sessions.stateless(ALICE, "files"), modern(3, "prompts/list", "{}")));
        long before = count(peer, "server/discover");
        peer.connection = "second";
        result(handle(setting.sessions.stateless(MALLORY, "files"), modern(4, "prompts/list", "{}")));
        assertThat(count(peer, "server/discover")).isEqualTo(before + 1);
    }

    @Test
    void what_the_configuration_says_is_not_asked() throws Exception {
        for (Era era : Era.values()) {
            Peer peer = peer("result", "result");
            peer.era = Optional.of(era);
            var setting = new BridgeSetting(peer);
            result(handle(setting.sessions.stateless(ALICE, "files"), modern(1, "prompts/list", "{}")));
            Conversation session = setting.sessions.open(ALICE, "files");
            result(handle(session, legacy(1, "initialize", INITIALIZE)));
            assertThat(count(peer, "initialize")).isEqualTo(era == Era.LEGACY ? 2 : 0);
            assertThat(count(peer, "server/discover")).isEqualTo(era == Era.LEGACY ? 0 : 1);
        }
    }

    @Test
    void requests_that_come_at_once_ask_once() throws Exception {
        Peer peer = peer("silence", "result");
        var setting = new BridgeSetting(peer);
        Conversation conversation = setting.sessions.stateless(ALICE, "files");
        var threads = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i ->
                        Thread.ofVirtual().start(() -> result(handle(conversation, modern(i, "prompts/list", "{}")))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(count(peer, "server/discover")).isEqualTo(1);
        assertThat(count(peer, "initialize")).isEqualTo(1);
        assertThat(count(peer, "prompts/list")).isEqualTo(8);
    }

    private static long count(Peer peer, String method) {
        return peer.lines.stream()
                .flatMap(line -> line.methods().stream())
                .filter(method::equals)
                .count();
    }
}
