package dev.lockkeeper.gateway.combined;

import static dev.lockkeeper.gateway.combined.CombinedSetting.ALICE;
import static dev.lockkeeper.gateway.combined.CombinedSetting.MALLORY;
import static dev.lockkeeper.gateway.combined.CombinedSetting.read;
import static dev.lockkeeper.gateway.combined.CombinedSetting.reason;
import static dev.lockkeeper.gateway.combined.CombinedSetting.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Listening;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CombinedTest {

    private final CombinedSetting setting = new CombinedSetting(Duration.ofMillis(300), CombinedSetting.EVERYTHING);
    private final ScriptedServers servers = setting.servers;
    private final CombinedConversations conversations = setting.conversations;
    private final List<Message> heard = setting.heard;

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
    void one_that_was_left_behind_makes_room_for_another_of_its_caller_and_takes_its_servers_with_it()
            throws Exception {
        Conversation left = setting.begun();
        setting.ask(left, "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}");
        setting.later(Duration.ofSeconds(1));
        Conversation used = setting.begun();
        Conversation others = conversations.open(MALLORY, Conversations.ALL);
        setting.later(Duration.ofSeconds(1));
        Conversation third = setting.begun();
        assertThat(conversations.find(ALICE, Conversations.ALL, left.id())).isEmpty();
        assertThat(servers.server("files").closed).isTrue();
        assertThat(conversations.find(ALICE, Conversations.ALL, used.id())).isPresent();
        assertThat(conversations.find(ALICE, Conversations.ALL, third.id())).isPresent();
        assertThat(conversations.find(MALLORY, Conversations.ALL, others.id())).isPresent();
    }

    @Test
    void one_that_listens_or_waits_for_a_server_makes_no_room() throws Exception {
        Conversation listens = setting.begun();
        Conversation waits = setting.begun();
        Listening listening = listens.listen(new Ear());
        ScriptedServers.Server files = servers.server("files");
        files.hangs = true;
        Thread call = Thread.ofVirtual()
                .start(() -> setting.ask(
                        waits, "{'jsonrpc':'2.0','id':4,'method':'tools/call','params':{'name':'files__work'}}"));
        await().until(() -> files.methods().contains("tools/list"));
        assertThatThrownBy(() -> conversations.open(ALICE, Conversations.ALL)).isInstanceOf(ConversationRefused.class);
        setting.later(Duration.ofHours(1));
        conversations.sweep();
        files.mayAnswer.countDown();
        call.join();
        assertThat(conversations.find(ALICE, Conversations.ALL, listens.id())).isPresent();
        assertThat(conversations.find(ALICE, Conversations.ALL, waits.id())).isPresent();
        listening.close();
        conversations.open(ALICE, Conversations.ALL);
    }

    @Test
    void one_that_was_idle_for_too_long_is_closed_whether_it_was_begun_or_not() throws Exception {
        Conversation idle = setting.begun();
        setting.ask(idle, "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}");
        Conversation never = conversations.open(ALICE, Conversations.ALL);
        Conversation stateless = conversations.stateless(MALLORY, Conversations.ALL);
        setting.later(Duration.ofSeconds(61));
        conversations.stateless(MALLORY, Conversations.ALL);
        conversations.sweep();
        assertThat(conversations.find(ALICE, Conversations.ALL, idle.id())).isEmpty();
        assertThat(conversations.find(ALICE, Conversations.ALL, never.id())).isEmpty();
        assertThat(servers.server("files").closed).isTrue();
        assertThat(conversations.stateless(MALLORY, Conversations.ALL)).isSameAs(stateless);
    }

    @Test
    void nothing_is_opened_before_something_is_asked_of_it() throws Exception {
        Conversation conversation = setting.begun();
        assertThat(servers.server("files").opened).hasValue(0);
        setting.ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}");
        assertThat(servers.server("files").methods())
                .containsExactly("initialize", "notifications/initialized", "tools/list", "tools/call");
        assertThat(servers.server("mail").opened).hasValue(0);
    }

    @Test
    void a_list_does_without_the_server_that_does_not_answer() throws Exception {
        servers.server("files").hangs = true;
        Reply reply = setting.ask(setting.begun(), "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        assertThat(text(reply)).contains("mail__work").doesNotContain("files__work");
    }

    @Test
    void lists_that_are_asked_for_at_once_name_every_server() throws Exception {
        var patient = new CombinedSetting(CombinedSetting.PATIENT, CombinedSetting.EVERYTHING);
        ScriptedServers.Server files = patient.servers.server("files");
        files.hangs = true;
        Conversation conversation = patient.begun();
        Future<Reply> first = patient.asking(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        Future<Reply> second = patient.asking(conversation, "{'jsonrpc':'2.0','id':3,'method':'tools/list'}");
        await().until(() -> files.count("tools/list") == 2);
        files.mayAnswer.countDown();
        for (Future<Reply> reply : List.of(first, second)) {
            assertThat(text(reply.get(20, TimeUnit.SECONDS))).contains("files__work", "mail__work");
        }
    }

    @Test
    void a_server_that_claims_anothers_tools_draws_no_call_of_theirs() throws Exception {
        servers.server("files").tools = List.of("mail__work", "work");
        Conversation conversation = setting.begun();
        String listed = text(setting.ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}"));
        assertThat(listed)
                .contains("\"name\":\"files__mail__work\"", "\"name\":\"files__work\"")
                .containsOnlyOnce("\"name\":\"mail__work\"");
        for (String[] call : new String[][] {{"mail__work", "mail"}, {"files__mail__work", "files"}}) {
            assertThat(text(setting.ask(
                            conversation,
                            "{'jsonrpc':'2.0','id':3,'method':'tools/call','params':{'name':'" + call[0] + "'}}")))
                    .contains("\"answeredBy\":\"" + call[1] + "\"");
        }
        assertThat(servers.server("mail").count("tools/call")).isEqualTo(1);
    }

    @Test
    void the_progress_of_a_call_reaches_who_asked_for_it() throws Exception {
        setting.ask(
                setting.begun(),
                "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work','_meta':{'progressToken':'p'}}}");
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().wire().toString()).contains("notifications/progress", "\"progressToken\":\"p\"");
    }

    @Test
    void an_answer_goes_to_the_server_that_asked_and_a_cancellation_to_the_one_that_works() throws Exception {
        Conversation conversation = setting.begun();
        setting.ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}");
        ScriptedServers.Server mail = servers.server("mail");
        setting.ask(conversation, "{'jsonrpc':'2.0','id':3,'method':'tools/list'}");
        mail.hangs = true;
        Future<Reply> call = setting.asking(
                conversation, "{'jsonrpc':'2.0','id':4,'method':'tools/call','params':{'name':'mail__work'}}");
        mail.called.await();
        Objects.requireNonNull(mail.listener).received(read("{'jsonrpc':'2.0','id':1,'method':'roots/list'}"), null);
        await().until(() -> !heard.isEmpty());
        Request question = (Request) heard.getFirst();
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":" + question.id() + ",\"result\":{\"roots\":[]}}";
        assertThat(setting.ask(conversation, answer)).isEqualTo(Reply.Accepted.ACCEPTED);
        assertThat(reason(setting.ask(conversation, answer))).isEqualTo(Reason.MESSAGE_INVALID);
        setting.ask(conversation, "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':4}}");
        assertThat(mail.methods()).endsWith("tools/call", "answer", "notifications/cancelled");
        assertThat(servers.server("files").methods()).doesNotContain("answer", "notifications/cancelled");
        mail.mayAnswer.countDown();
        assertThat(text(call.get(20, TimeUnit.SECONDS))).contains("answeredBy");
    }

    @Test
    void a_server_that_went_away_is_greeted_again_as_the_client_did() throws Exception {
        Conversation conversation = setting.begun();
        servers.server("files").resources = List.of("test://files", "test://files/2", "test://given-up");
        String call = "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}";
        setting.ask(conversation, "{'jsonrpc':'2.0','id':7,'method':'logging/setLevel','params':{'level':'error'}}");
        for (String uri : List.of("test://files", "test://given-up", "test://files/2")) {
            setting.ask(conversation, subscription("resources/subscribe", uri));
        }
        setting.ask(conversation, subscription("resources/unsubscribe", "test://given-up"));
        setting.ask(conversation, call);
        servers.server("files").crash();
        servers.server("files").reached.clear();
        assertThat(text(setting.ask(conversation, call))).contains("answeredBy");
        assertThat(servers.server("files").methods())
                .containsExactly(
                        "initialize",
                        "notifications/initialized",
                        "logging/setLevel",
                        "resources/subscribe",
                        "resources/subscribe",
                        "tools/list",
                        "tools/call");
        List<Message> reached = servers.server("files").reached;
        assertThat(((Request) reached.getFirst()).params().string("protocolVersion"))
                .isEqualTo("2025-06-18");
        assertThat(reached.subList(3, 5))
                .extracting(message -> ((Request) message).params().string("uri"))
                .containsExactly("test://files", "test://files/2");
    }

    @Test
    void a_server_that_does_not_answer_is_not_asked_for_every_subscription_when_it_is_greeted_again() throws Exception {
        ScriptedServers.Server files = servers.server("files");
        files.resources = List.of("test://files", "test://files/2");
        Conversation conversation = setting.begun();
        for (String uri : files.resources) {
            setting.ask(conversation, subscription("resources/subscribe", uri));
        }
        files.crash();
        files.reached.clear();
        files.slow = "resources/subscribe";
        assertThat(text(setting.ask(
                        conversation,
                        "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'files__work'}}")))
                .contains("answeredBy");
        assertThat(files.count("resources/subscribe")).isEqualTo(1);
    }

    private static String subscription(String method, String uri) {
        return "{'jsonrpc':'2.0','id':3,'method':'" + method + "','params':{'uri':'" + uri + "'}}";
    }

    @Test
    void the_end_of_a_conversation_ends_those_with_its_servers() throws Exception {
        Conversation conversation = setting.begun();
        setting.ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        conversation.close();
        assertThat(servers.servers.values()).allMatch(server -> server.closed);
        assertThat(reason(setting.ask(
                        conversation,
                        "{'jsonrpc':'2.0','id':3,'method':'tools/call','params':{'name':'files__work'}}")))
                .isEqualTo(Reason.UPSTREAM_CLOSED);
    }

    @Test
    void who_listens_hears_every_server_and_is_told_the_end_of_it() throws Exception {
        Conversation conversation = setting.begun();
        setting.ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        var first = new Ear();
        var second = new Ear();
        var third = new Ear();
        conversation.listen(first);
        for (String name : servers.names()) {
            Objects.requireNonNull(servers.server(name).listener)
                    .received(read("{'jsonrpc':'2.0','method':'notifications/prompts/list_changed'}"), null);
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
    void a_cancellation_that_crossed_its_answer_is_taken() throws Exception {
        Conversation conversation = setting.begun();
        setting.ask(conversation, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'files__work'}}");
        assertThat(setting.ask(
                        conversation, "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':5}}"))
                .isEqualTo(Reply.Accepted.ACCEPTED);
        assertThat(servers.server("files").methods()).doesNotContain("notifications/cancelled");
    }

    @Test
    void what_belongs_to_nothing_is_refused() throws Exception {
        Conversation conversation = setting.begun();
        for (String message : List.of(
                "{'jsonrpc':'2.0','id':9,'result':{}}",
                "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{}}",
                "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':'x','progress':1}}")) {
            assertThat(reason(setting.ask(conversation, message))).as(message).isEqualTo(Reason.MESSAGE_INVALID);
        }
        assertThat(reason(setting.ask(
                        conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list','params':{'cursor':'x'}}")))
                .isEqualTo(Reason.PARAMS_INVALID);
        for (String method : List.of("vendor/thing", "tasks/get", "tasks/result", "tasks/list", "tasks/cancel")) {
            assertThat(reason(setting.ask(
                            conversation,
                            "{'jsonrpc':'2.0','id':2,'method':'" + method + "','params':{'taskId':'1'}}")))
                    .as(method)
                    .isEqualTo(Reason.METHOD_UNKNOWN);
        }
        assertThat(reason(setting.ask(
                        conversation,
                        "{'jsonrpc':'2.0','id':2,'method':'initialize','params':{'protocolVersion':'2025-06-18'}}")))
                .isEqualTo(Reason.SESSION_STATE);
    }
}
