package dev.lockkeeper.gateway.combined;

import static dev.lockkeeper.gateway.combined.CombinedSetting.ALICE;
import static dev.lockkeeper.gateway.combined.CombinedSetting.EVERYTHING;
import static dev.lockkeeper.gateway.combined.CombinedSetting.PATIENT;
import static dev.lockkeeper.gateway.combined.CombinedSetting.modern;
import static dev.lockkeeper.gateway.combined.CombinedSetting.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code subscriptions/listen} at all servers: one subscription to the client, one at each server. */
class CombinedSubscriptionTest {

    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
    private static final String LISTEN = modern(
            5,
            "subscriptions/listen",
            "'notifications':{'toolsListChanged':true,'resourceSubscriptions':['test://files','test://mail']}");

    @Test
    void what_all_servers_acknowledge_the_client_hears_once_and_first() throws Exception {
        CombinedSetting setting = setting(PATIENT);
        Future<Reply> end = setting.asking(setting.conversations.open(ALICE, Conversations.ALL), LISTEN);
        await().until(() -> setting.heard.size() == 3);
        assertThat(notices(setting))
                .extracting(Notification::method)
                .containsExactly(ACKNOWLEDGED, "notifications/tools/list_changed", "notifications/tools/list_changed");
        assertThat(notices(setting).getFirst().wire().toString())
                .contains("\"io.modelcontextprotocol/subscriptionId\":5")
                .contains("\"toolsListChanged\":true", "\"test://files\"", "\"test://mail\"");
        assertThat(setting.servers.servers.values())
                .allSatisfy(server -> assertThat(server.reached)
                        .filteredOn(message -> message.wire().toString().contains("subscriptions/listen"))
                        .singleElement()
                        .satisfies(message -> assertThat(message.wire().toString())
                                .contains("\"resourceSubscriptions\":[\"test://" + server.name + "\"]")));
        assertThat(end).isNotDone();
    }

    @Test
    void a_server_that_never_acknowledges_keeps_nobody_from_hearing_the_others() throws Exception {
        CombinedSetting setting = setting(Duration.ofMillis(300));
        setting.servers.server("mail").acknowledges = false;
        Future<Reply> end = setting.asking(setting.conversations.open(ALICE, Conversations.ALL), LISTEN);
        await().until(() -> setting.heard.size() == 3);
        Notification first = notices(setting).getFirst();
        assertThat(first.method()).isEqualTo(ACKNOWLEDGED);
        assertThat(first.wire().toString())
                .contains("\"io.modelcontextprotocol/subscriptionId\":5", "\"test://files\"")
                .doesNotContain("test://mail");
        assertThat(end).isNotDone();
    }

    @Test
    void a_client_over_stdio_ends_it_by_a_notification() throws Exception {
        CombinedSetting setting = setting(PATIENT);
        Conversation conversation = setting.conversations.open(ALICE, Conversations.ALL);
        Future<Reply> reply = setting.asking(conversation, LISTEN);
        await().until(() -> subscribed(setting) == 2);
        assertThat(reason(setting.asking(conversation, LISTEN).get(20, TimeUnit.SECONDS)))
                .isEqualTo(Reason.MESSAGE_INVALID);
        assertThat(((Combined) conversation).unusedSince()).isEmpty();
        assertThat(setting.ask(
                        conversation, "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':5}}"))
                .isEqualTo(Reply.Accepted.ACCEPTED);
        assertThat(reason(reply.get(20, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);
        await().until(() -> subscribed(setting) == 0);
        assertThat(((Combined) conversation).unusedSince()).isPresent();
    }

    @Test
    void it_ends_with_the_thread_that_waits_for_it() throws Exception {
        CombinedSetting setting = setting(PATIENT);
        Conversation conversation = setting.conversations.stateless(ALICE, Conversations.ALL);
        Thread client = Thread.ofVirtual().start(() -> setting.ask(conversation, LISTEN));
        await().until(() -> subscribed(setting) == 2);
        client.interrupt();
        client.join();
        await().until(() -> subscribed(setting) == 0);
    }

    @Test
    void a_list_that_is_not_wanted_any_more_is_given_up() throws Exception {
        CombinedSetting setting = setting(PATIENT);
        setting.servers.server("mail").hangs = true;
        Conversation conversation = setting.conversations.open(ALICE, Conversations.ALL);
        Future<Reply> reply = setting.asking(conversation, modern(6, "tools/list", ""));
        await().until(() -> setting.servers.server("mail").count("tools/list") == 1);
        setting.ask(conversation, "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':6}}");
        assertThat(reason(reply.get(20, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);
    }

    private static CombinedSetting setting(Duration patience) {
        var setting = new CombinedSetting(patience, EVERYTHING);
        setting.servers.era = Optional.of(Era.MODERN);
        return setting;
    }

    private static int subscribed(CombinedSetting setting) {
        return setting.servers.servers.values().stream()
                .mapToInt(server -> server.subscriptions.get())
                .sum();
    }

    private static List<Notification> notices(CombinedSetting setting) {
        return setting.heard.stream().map(Notification.class::cast).toList();
    }
}
