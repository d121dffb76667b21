package dev.lockkeeper.gateway.combined;

import static dev.lockkeeper.gateway.combined.CombinedSetting.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.testing.MemoryJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one of several servers says touches nothing that another has with the same client. */
class CombinedInterferenceTest {

    private final CombinedSetting setting = new CombinedSetting(Duration.ofMillis(300), CombinedSetting.EVERYTHING);
    private final ScriptedServers servers = setting.servers;
    private final List<Message> heard = setting.heard;
    private final ClientChannel channel = release -> heard.add(release.message());
    private final Decider decider = new Decider(
            new Rulebook("1", List.of(CombinedSetting.EVERYTHING), List.of(), a -> true, a -> false),
            new MemoryJournal(),
            () -> 0,
            (decision, reference) -> {});

    @Test
    void a_server_withdraws_no_question_of_another() throws Exception {
        Conversation conversation = setting.begun();
        setting.ask(conversation, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
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
        Objects.requireNonNull(servers.server(server).listener).received(CombinedSetting.read(message), null);
    }

    private Member member(String server) {
        return new Member(server, ALICE, setting.conversations, decider);
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

    private Release released(String server, String method, JsonObject params) {
        var context = new Context(ALICE, Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        var outcome =
                decider.relay(new UpstreamNotice(server, method, params), Notification.of(method, params), context);
        return ((RelayOutcome.Released) outcome).release();
    }
}
