package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.ALICE;
import static dev.lockkeeper.gateway.session.BridgeSetting.MALLORY;
import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.modern;
import static dev.lockkeeper.gateway.session.BridgeSetting.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code subscriptions/listen} of a modern client at a legacy server in memory. */
class LegacySubscriptionTest {

    private static final String FILTER = "{\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":true,"
            + "\"resourceSubscriptions\":[\"a:1\",\"a:absent\"]}}";

    private final Peer peer = new Peer((line, request) -> switch (request.method()) {
        case "initialize" ->
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true},\"prompts\":{},"
                    + "\"resources\":{\"subscribe\":true}}}";
        case "resources/subscribe" -> {
            if ("a:absent".equals(request.params().string("uri"))) {
                throw new Peer.Refusing(-32002);
            }
            // Before the subscription can be acknowledged.
            line.notice("notifications/resources/updated", "{\"uri\":\"a:1\"}", null);
            yield "{}";
        }
        default -> "{}";
    });
    private final BridgeSetting setting = new BridgeSetting(peer);
    private final List<Notification> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    LegacySubscriptionTest() {
        peer.era = Optional.of(Era.LEGACY);
    }

    private Thread listen(Conversation conversation, long id, String filter) {
        return Thread.ofVirtual()
                .start(() -> reply.complete(conversation.handle(
                        modern(id, "subscriptions/listen", filter),
                        TransportMetadata.NONE,
                        release -> heard.add((Notification) release.message()))));
    }

    private Peer.Line line() {
        return peer.lines.getFirst();
    }

    @Test
    void a_subscription_is_acknowledged_first_and_then_told_what_it_asked_for_under_its_id() throws Exception {
        Thread listening = listen(setting.sessions.stateless(ALICE, "files"), 7, FILTER);
        await().until(() -> heard.size() == 2);
        String id = "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}";
        assertThat(heard.get(0).method()).isEqualTo("notifications/subscriptions/acknowledged");
        assertThat(heard.get(0).params())
                .isEqualTo(
                        Peer.json("{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:1\"]},"
                                + id + "}"));
        assertThat(heard.get(1).params()).isEqualTo(Peer.json("{\"uri\":\"a:1\"," + id + "}"));
        line().notice("notifications/resources/list_changed", "{}", null);
        line().notice("notifications/resources/updated", "{\"uri\":\"a:2\"}", null);
        line().notice("notifications/message", "{\"level\":\"alert\",\"data\":1}", null);
        line().notice("notifications/elicitation/complete", "{\"elicitationId\":\"1\"}", null);
        // They would come in order.
        line().notice("notifications/tools/list_changed", "{}", null);
        await().until(() -> heard.size() == 3);
        assertThat(heard.get(2).method()).isEqualTo("notifications/tools/list_changed");
        assertThat(heard.get(2).params()).isEqualTo(Peer.json("{" + id + "}"));
        listening.interrupt();
        listening.join();
        await().until(() -> line().methods().contains("resources/unsubscribe"));
        assertThat(line().last("resources/unsubscribe").params()).isEqualTo(Peer.json("{\"uri\":\"a:1\"}"));
        line().notice("notifications/tools/list_changed", "{}", null);
        assertThat(heard).hasSize(3);
    }

    @Test
    void a_resource_is_given_up_at_the_server_when_the_last_subscription_to_it_ends() throws Exception {
        Conversation conversation = setting.sessions.stateless(ALICE, "files");
        String filter = "{\"notifications\":{\"resourceSubscriptions\":[\"a:1\"]}}";
        Thread first = listen(conversation, 1, filter);
        await().until(() -> heard.size() == 2);
        Thread second = listen(conversation, 2, filter);
        await().until(() -> heard.size() == 3);
        assertThat(line().methods().stream().filter("resources/subscribe"::equals))
                .hasSize(1);
        first.interrupt();
        first.join();
        line().notice("notifications/resources/updated", "{\"uri\":\"a:1\"}", null);
        await().until(() -> heard.size() == 4);
        second.interrupt();
        second.join();
        await().until(() -> line().methods().contains("resources/unsubscribe"));
        assertThat(line().methods().stream().filter("resources/unsubscribe"::equals))
                .hasSize(1);
    }

    @Test
    void a_client_over_stdio_ends_it_by_a_notification() throws Exception {
        Conversation conversation = setting.sessions.open(ALICE, "files");
        listen(conversation, 5, FILTER);
        await().until(() -> heard.size() == 2);
        assertThat(refused(handle(conversation, modern(5, "prompts/list", "{}"))))
                .isEqualTo(Reason.MESSAGE_INVALID);
        conversation.handle(
                Notification.of("notifications/cancelled", Peer.json("{\"requestId\":5}")),
                TransportMetadata.NONE,
                release -> {});
        assertThat(refused(reply.get(20, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);
        await().until(() -> line().methods().contains("resources/unsubscribe"));
    }

    @Test
    void it_ends_with_the_server() throws Exception {
        listen(setting.sessions.stateless(ALICE, "files"), 5, FILTER);
        await().until(() -> heard.size() == 2);
        line().listener.closed(new dev.lockkeeper.gateway.upstream.UpstreamFailure(Reason.UPSTREAM_CLOSED, "gone"));
        assertThat(refused(reply.get(20, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CLOSED);
    }

    @Test
    void a_resource_that_may_not_be_read_is_not_subscribed_to() throws Exception {
        setting.decider.replace(BridgeSetting.rules((action, context) -> action instanceof Subscription subscription
                        && subscription.uris().contains("a:1")
                ? Verdict.deny(Reason.POLICY_DENIED, "No.")
                : BridgeSetting.KNOWN.judge(action, context)));
        Reply reply = handle(setting.sessions.stateless(ALICE, "files"), modern(1, "subscriptions/listen", FILTER));
        assertThat(refused(reply)).isEqualTo(Reason.POLICY_DENIED);
        assertThat(line().methods()).doesNotContain("resources/subscribe");
    }

    @Test
    void another_callers_subscription_hears_nothing_of_it() throws Exception {
        listen(setting.sessions.stateless(MALLORY, "files"), 1, FILTER);
        await().until(() -> heard.size() == 2);
        List<JsonObject> own = new CopyOnWriteArrayList<>();
        Thread.ofVirtual().start(() -> {
            try {
                setting.sessions
                        .stateless(ALICE, "files")
                        .handle(
                                modern(1, "subscriptions/listen", FILTER),
                                TransportMetadata.NONE,
                                release -> own.add(((Notification) release.message()).params()));
            } catch (ConversationRefused e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> own.size() == 2);
        peer.lines.getLast().notice("notifications/resources/updated", "{\"uri\":\"a:1\"}", null);
        await().until(() -> own.size() == 3);
        assertThat(heard).hasSize(2);
    }
}
