package dev.lockkeeper.gateway.combined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Listening;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.SessionSettings;
import dev.lockkeeper.gateway.session.Sessions;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CombinedTest {

    private static final Caller ALICE = new Caller("alice", "token", Set.of());
    private static final Caller MALLORY = new Caller("mallory", "token", Set.of());
    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);
    private static final RuleRef RULE = new RuleRef("rule", "test", 1);

    private final ScriptedServers servers = new ScriptedServers("files", "mail");
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final Decider decider = new Decider(
            new Rulebook("1", List.of((action, context) -> new Verdict.Grant(RULE)), List.of(), a -> true, a -> false),
            new MemoryJournal(),
            () -> 0,
            (decision, reference) -> {});
    private final Sessions sessions = new Sessions(decider, servers, SessionSettings.DEFAULT, clock, tool -> {});
    private final CombinedConversations conversations = new CombinedConversations(
            sessions,
            servers::names,
            decider,
            new CombinedSettings(2, 3, Duration.ofMinutes(1), Duration.ofMillis(300), JsonObject.EMPTY),
            clock);
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final ClientChannel channel = release -> heard.add(release.message());

    @Test
    void a_conversation_belongs_to_its_caller_and_this_route() throws Exception {
        Conversation opened = conversations.open(ALICE, Conversations.ALL);
        assertThat(conversations.find(ALICE, Conversations.ALL, opened.id())).containsSame(opened);
        assertThat(conversations.find(MALLORY, Conversations.ALL, opened.id())).isEmpty();
        assertThat(conversations.find(ALICE, "files", opened.id())).isEmpty();
        Conversation stateless = conversations.stateless(ALICE, Conversations.ALL);
        assertThat(conversations.find(ALICE, Conversations.ALL, stateless.id())).isEmpty();
        assertThat(conversations.stateless(MALLORY, Conversations.ALL)).isNotSameAs(stateless);
    }

    @Test
    void a_caller_has_only_so_many() throws Exception {
        conversations.open(ALICE, Conversations.ALL);
        Conversation second = conversations.open(ALICE, Conversations.ALL);
        assertThatThrownBy(() -> conversations.open(ALICE, Conversations.ALL)).isInstanceOf(ConversationRefused.class);
        second.close();
        conversations.open(ALICE, Conversations.ALL);
    }

    @Test
    void nothing_is_opened_before_something_is_asked_of_it() throws Exception {
        Conversation conversation = begun();
        assertThat(servers.server("files").opened).hasValue(0);
        ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}");
        assertThat(servers.server("files").methods())
                .containsExactly("initialize", "notifications/initialized", "tools/list", "tools/call");
        assertThat(servers.server("mail").opened).hasValue(0);
    }

    @Test
    void a_list_does_without_the_server_that_does_not_answer() throws Exception {
        servers.server("files").hangs = true;
        Reply reply = ask(begun(), "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        assertThat(text(reply)).contains("mail__work").doesNotContain("files__work");
    }

    @Test
    void an_answer_goes_to_the_server_that_asked_and_a_cancellation_to_the_one_that_works() throws Exception {
        Conversation conversation = begun();
        ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}");
        ScriptedServers.Server mail = servers.server("mail");
        ask(conversation, "{'jsonrpc':'2.0','id':3,'method':'tools/list'}");
        mail.hangs = true;
        Thread call = Thread.ofVirtual()
                .start(() -> askQuietly(
                        conversation, "{'jsonrpc':'2.0','id':4,'method':'tools/call','params':{'name':'mail__work'}}"));
        mail.called.await();
        Objects.requireNonNull(mail.listener)
                .received(
                        READER.read("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}"
                                .getBytes(StandardCharsets.UTF_8)),
                        null);
        await().until(() -> !heard.isEmpty());
        Request question = (Request) heard.getFirst();
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":" + question.id() + ",\"result\":{\"roots\":[]}}";
        assertThat(ask(conversation, answer)).isEqualTo(Reply.Accepted.ACCEPTED);
        assertThat(reason(ask(conversation, answer))).isEqualTo(Reason.MESSAGE_INVALID);
        ask(conversation, "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':4}}");
        assertThat(mail.methods()).endsWith("tools/call", "answer", "notifications/cancelled");
        assertThat(servers.server("files").methods()).doesNotContain("answer", "notifications/cancelled");
        mail.mayAnswer.countDown();
        call.join();
    }

    @Test
    void a_server_withdraws_no_question_of_another() throws Exception {
        Conversation conversation = begun();
        ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        conversation.listen(channel);
        says("files", "{'jsonrpc':'2.0','id':1,'method':'roots/list'}");
        await().until(() -> !heard.isEmpty());
        String id = ((Request) heard.getFirst()).id().value().text();
        for (String named : List.of(id, "1", "\"no question\"")) {
            says("mail", "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':" + named + "}}");
        }
        says("mail", "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'info','data':'end'}}");
        await().until(() -> heard.getLast().wire().toString().contains("\"end\""));
        assertThat(heard).hasSize(2);
        says("files", "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}");
        await().until(() -> heard.size() == 3);
        assertThat(heard.getLast().wire().toString()).contains("notifications/cancelled", id);
    }

    private void says(String server, String message) throws Exception {
        Objects.requireNonNull(servers.server(server).listener)
                .received(READER.read(message.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), null);
    }

    private Member member(String server) {
        return new Member(server, ALICE, conversations, decider);
    }

    @Test
    void progress_of_a_question_goes_to_nobody_where_two_servers_chose_one_token() throws Exception {
        var questions = new Questions();
        Member files = member("files");
        Member mail = member("mail");
        questions.asked(question("a"), files);
        assertThat(questions.withToken(new JsonString("t"))).isSameAs(files);
        questions.asked(question("b"), mail);
        assertThat(questions.withToken(new JsonString("t"))).isNull();
        assertThat(questions.answered(question("b").id())).isSameAs(mail);
        assertThat(questions.withToken(new JsonString("t"))).isSameAs(files);
        questions.answered(question("a").id());
        assertThat(questions.withToken(new JsonString("t"))).isNull();
    }

    private static Request question(String id) {
        return Request.of(
                new RequestId(new JsonString(id)),
                "roots/list",
                JsonObject.EMPTY.with("_meta", JsonObject.EMPTY.with("progressToken", "t")));
    }

    @Test
    void a_server_ends_its_own_part_of_a_subscription_only() throws Exception {
        Member files = member("files");
        Member mail = member("mail");
        Request listen = Request.of(RequestId.of(1), "subscriptions/listen", JsonObject.EMPTY);
        var context = new Context(ALICE, Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        var first = new Acknowledgement(listen, List.of(files, mail), channel, decider, context);
        ClientChannel ofMail = first.channelOf(mail);
        assertThat(Thread.interrupted()).isFalse();
        ofMail.send(released("mail", "notifications/cancelled", JsonObject.EMPTY.with("requestId", JsonNumber.of(1))));
        assertThat(Thread.interrupted()).as("who asks for that part is told").isTrue();
        ClientChannel ofFiles = first.channelOf(files);
        ofFiles.send(released("files", "notifications/subscriptions/acknowledged", JsonObject.EMPTY));
        ofFiles.send(released("files", "notifications/tools/list_changed", JsonObject.EMPTY));
        assertThat(heard)
                .extracting(message -> ((Notification) message).method())
                .containsExactly("notifications/subscriptions/acknowledged", "notifications/tools/list_changed");
    }

    @Test
    void a_subscription_to_all_servers_can_be_cancelled() throws Exception {
        Conversation conversation = conversations.open(ALICE, Conversations.ALL);
        var reply = new CompletableFuture<Reply>();
        Thread.ofVirtual()
                .start(() -> reply.complete(askedQuietly(
                        conversation,
                        "{'jsonrpc':'2.0','id':9,'method':'subscriptions/listen','params':{"
                                + "'notifications':{'toolsListChanged':true},'_meta':{"
                                + "'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                                + "'io.modelcontextprotocol/clientCapabilities':{}}}}")));
        await().until(() -> !heard.isEmpty());
        String cancelled = "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':ID}}";
        assertThat(reason(ask(conversation, cancelled.replace("ID", "8")))).isEqualTo(Reason.MESSAGE_INVALID);
        assertThat(ask(conversation, cancelled.replace("ID", "9"))).isEqualTo(Reply.Accepted.ACCEPTED);
        assertThat(reason(reply.get(60, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);
    }

    private Reply askedQuietly(Conversation conversation, String message) {
        try {
            return ask(conversation, message);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Release released(String server, String method, JsonObject params) {
        var context = new Context(ALICE, Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        var outcome =
                decider.relay(new UpstreamNotice(server, method, params), Notification.of(method, params), context);
        return ((RelayOutcome.Released) outcome).release();
    }

    private void askQuietly(Conversation conversation, String message) {
        try {
            ask(conversation, message);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_server_that_went_away_is_greeted_again_as_the_client_did() throws Exception {
        Conversation conversation = begun();
        String call = "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}";
        ask(conversation, "{'jsonrpc':'2.0','id':7,'method':'logging/setLevel','params':{'level':'error'}}");
        ask(conversation, call);
        servers.server("files").crash();
        servers.server("files").reached.clear();
        assertThat(text(ask(conversation, call))).contains("answeredBy");
        assertThat(servers.server("files").methods())
                .containsExactly(
                        "initialize", "notifications/initialized", "logging/setLevel", "tools/list", "tools/call");
        Request greeting = (Request) servers.server("files").reached.getFirst();
        assertThat(greeting.params().string("protocolVersion")).isEqualTo("2025-06-18");
    }

    @Test
    void the_end_of_a_conversation_ends_those_with_its_servers() throws Exception {
        Conversation conversation = begun();
        ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        conversation.close();
        assertThat(servers.servers.values()).allMatch(server -> server.closed);
        assertThat(reason(ask(
                        conversation,
                        "{'jsonrpc':'2.0','id':3,'method':'tools/call','params':{'name':'files__work'}}")))
                .isEqualTo(Reason.UPSTREAM_CLOSED);
    }

    @Test
    void who_listens_hears_every_server_and_is_told_the_end_of_it() throws Exception {
        Conversation conversation = begun();
        ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        var first = new Ear();
        var second = new Ear();
        var third = new Ear();
        conversation.listen(first);
        for (String name : servers.names()) {
            Objects.requireNonNull(servers.server(name).listener)
                    .received(
                            READER.read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\"}"
                                    .getBytes(StandardCharsets.UTF_8)),
                            null);
        }
        await().until(() -> first.heard.size() == 2);
        Listening listening = conversation.listen(second);
        assertThat(first.ended.await(20, TimeUnit.SECONDS)).isTrue();
        listening.close();
        assertThat(second.ended.await(20, TimeUnit.SECONDS)).isTrue();
        conversation.listen(third);
        conversation.close();
        assertThat(third.ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Ear implements ClientChannel {

        private final List<Message> heard = new CopyOnWriteArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void send(Release release) {
            heard.add(release.message());
        }

        @Override
        public void end() {
            ended.countDown();
        }
    }

    @Test
    void a_resource_goes_to_the_server_that_lists_it() throws Exception {
        Conversation conversation = begun();
        ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'resources/read','params':{'uri':'test://mail'}}");
        assertThat(servers.server("mail").methods()).contains("resources/read");
        assertThat(servers.server("files").methods()).doesNotContain("resources/read");
        // Nobody lists it, and the policy would let both serve it.
        assertThat(reason(ask(
                        conversation,
                        "{'jsonrpc':'2.0','id':3,'method':'resources/read','params':{'uri':'test://other'}}")))
                .isEqualTo(Reason.RESOURCE_AMBIGUOUS);
    }

    @Test
    void what_belongs_to_nothing_is_refused() throws Exception {
        Conversation conversation = begun();
        for (String message : List.of(
                "{'jsonrpc':'2.0','id':9,'result':{}}",
                "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':5}}",
                "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':'x','progress':1}}")) {
            assertThat(reason(ask(conversation, message))).as(message).isEqualTo(Reason.MESSAGE_INVALID);
        }
        assertThat(reason(ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list','params':{'cursor':'x'}}")))
                .isEqualTo(Reason.PARAMS_INVALID);
        assertThat(reason(ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'vendor/thing'}")))
                .isEqualTo(Reason.METHOD_UNKNOWN);
        assertThat(reason(ask(
                        conversation,
                        "{'jsonrpc':'2.0','id':2,'method':'initialize','params':{'protocolVersion':'2025-06-18'}}")))
                .isEqualTo(Reason.SESSION_STATE);
    }

    private Conversation begun() throws Exception {
        Conversation conversation = conversations.open(ALICE, Conversations.ALL);
        Reply reply = ask(
                conversation,
                "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-06-18','capabilities':{},'clientInfo':{'name':'c','version':'1'}}}");
        assertThat(text(reply)).contains("2025-06-18");
        return conversation;
    }

    private Reply ask(Conversation conversation, String message) throws Exception {
        byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return conversation.handle(READER.read(bytes), TransportMetadata.NONE, channel);
    }

    private static String text(Reply reply) {
        Response response = switch (reply) {
            case Reply.Answered answered -> (Response) answered.release().message();
            case Reply.Own own -> own.response();
            case Reply.Refused refused -> throw new AssertionError(refused.refusal());
            case Reply.Accepted accepted -> throw new AssertionError("no answer");
        };
        return response.wire().toString();
    }

    private static Reason reason(Reply reply) {
        return reply instanceof Reply.Refused refused ? refused.refusal().reason() : Reason.POLICY_ALLOWED;
    }
}
