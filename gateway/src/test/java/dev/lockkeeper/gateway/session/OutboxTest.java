package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.ALICE;
import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.legacy;
import static dev.lockkeeper.gateway.session.BridgeSetting.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server is told that does not take it. */
@Timeout(120)
class OutboxTest {

    private final Peer peer = RequestStateTest.legacy((line, request) -> "{}");
    private final BridgeSetting setting = new BridgeSetting(peer);
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch reading = new CountDownLatch(1);

    private Conversation session() throws ConversationRefused {
        Conversation session = setting.sessions.open(ALICE, "files");
        result(handle(
                session,
                legacy(1, "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{}}}")));
        session.handle(
                dev.lockkeeper.mcp.Notification.of("notifications/initialized", JsonObject.EMPTY),
                TransportMetadata.NONE,
                release -> {});
        session.listen(release -> heard.add(release.message()));
        return session;
    }

    private void asks(int number, String method) {
        peer.lines
                .getFirst()
                .listener
                .received(Request.of(new RequestId(new JsonString("q" + number)), method, JsonObject.EMPTY), null);
    }

    private List<String> answersReached() {
        return peer.lines.getFirst().reached.stream()
                .filter(Response.class::isInstance)
                .map(answer -> ((Response) answer).id().value().text())
                .toList();
    }

    @Test
    void a_ping_of_a_server_is_the_gateways_own_affair() throws Exception {
        session();
        asks(1, "ping");
        await().until(() -> answersReached().equals(List.of("\"q1\"")));
        assertThat(((Response) peer.lines.getFirst().reached.getLast())).isInstanceOf(Success.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void answers_wait_for_a_server_that_does_not_take_them_and_their_client_does_not() throws Exception {
        Conversation session = session();
        for (int i = 0; i < 2 * Outbox.MOST; i++) {
            asks(i, "roots/list");
            int asked = i + 1;
            // Few at once, since what waits for a client that listens slowly is bounded too.
            if (asked % 16 == 0) {
                await().until(() -> heard.size() == asked);
            }
        }
        peer.reading = reading;
        List<Reply> replies = new ArrayList<>();
        for (Message question : heard) {
            var roots = Success.of(((Request) question).id(), Peer.json("{\"roots\":[]}"));
            replies.add(session.handle(roots, TransportMetadata.NONE, release -> {}));
        }
        assertThat(answersReached()).isEmpty();
        assertThat(replies.subList(0, Outbox.MOST)).containsOnly(Reply.Accepted.ACCEPTED);
        assertThat(replies.subList(Outbox.MOST, replies.size()))
                .allSatisfy(reply -> assertThat(BridgeSetting.refused(reply)).isEqualTo(Reason.UPSTREAM_TIMEOUT));
        reading.countDown();
        await().until(() -> answersReached().size() == Outbox.MOST);
        assertThat(answersReached())
                .as("in their order")
                .startsWith("\"q0\"", "\"q1\"", "\"q2\"")
                .endsWith("\"q" + (Outbox.MOST - 1) + "\"");
    }

    @Test
    void what_is_not_delivered_after_its_client_left_is_on_record() throws Exception {
        Conversation session = session();
        asks(1, "roots/list");
        await().until(() -> heard.size() == 1);
        peer.reading = reading;
        peer.broken = true;
        var roots = Success.of(((Request) heard.getFirst()).id(), Peer.json("{\"roots\":[]}"));
        assertThat(session.handle(roots, TransportMetadata.NONE, release -> {})).isEqualTo(Reply.Accepted.ACCEPTED);
        reading.countDown();
        await().until(() -> setting.journal.entries("refusal").stream()
                .anyMatch(entry -> entry.body().text().contains("the pipe is broken")));
    }
}
