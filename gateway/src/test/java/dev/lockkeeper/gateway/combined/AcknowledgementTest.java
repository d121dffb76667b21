package dev.lockkeeper.gateway.combined;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.SessionSettings;
import dev.lockkeeper.gateway.session.Sessions;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.testing.MemoryJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a server may put into an acknowledgement, and what is kept until it is sent. */
class AcknowledgementTest {

    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
    private static final Caller ALICE = new Caller("alice", "token", Set.of());
    private static final Context CONTEXT =
            new Context(ALICE, Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
    private static final Decider DECIDER = new Decider(
            new Rulebook(
                    "1",
                    List.of((action, context) -> new Verdict.Grant(new RuleRef("rule", "test", 1))),
                    List.of(),
                    action -> true,
                    action -> false),
            new MemoryJournal(),
            () -> 0,
            (decision, reference) -> {});

    private final List<Message> heard = new ArrayList<>();
    private final Member files = member("files");
    private final Member mail = member("mail");
    private final JsonObject wanted = JsonObject.EMPTY
            .with("toolsListChanged", JsonBoolean.TRUE)
            .with("resourceSubscriptions", JsonArray.ofStrings(List.of("a:1", "a:2")));
    private final Acknowledgement acknowledgement = new Acknowledgement(
            Request.of(RequestId.of(1), "subscriptions/listen", JsonObject.EMPTY.with("notifications", wanted)),
            List.of(files, mail),
            release -> heard.add(release.message()),
            DECIDER,
            CONTEXT);
    private final ClientChannel fromFiles = acknowledgement.channelOf(files);
    private final ClientChannel fromMail = acknowledgement.channelOf(mail);

    @Test
    void only_what_was_asked_for_is_acknowledged() throws Exception {
        fromFiles.send(acknowledged(JsonObject.EMPTY
                .with("toolsListChanged", JsonBoolean.TRUE)
                .with("promptsListChanged", JsonBoolean.TRUE)
                .with("junk", JsonBoolean.TRUE)
                .with("resourceSubscriptions", JsonArray.ofStrings(List.of("a:2", "a:3")))));
        fromMail.send(
                acknowledged(JsonObject.EMPTY.with("resourceSubscriptions", new JsonArray(List.of(JsonObject.EMPTY)))));
        assertThat(agreed())
                .isEqualTo(JsonObject.EMPTY
                        .with("toolsListChanged", JsonBoolean.TRUE)
                        .with("resourceSubscriptions", JsonArray.ofStrings(List.of("a:2"))));
    }

    @Test
    void a_server_acknowledges_once() throws Exception {
        fromFiles.send(acknowledged(JsonObject.EMPTY));
        fromFiles.send(acknowledged(wanted));
        fromMail.send(acknowledged(JsonObject.EMPTY));
        assertThat(agreed()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void an_acknowledgement_that_comes_too_late_goes_nowhere() throws Exception {
        fromFiles.send(acknowledged(wanted));
        acknowledgement.completeAfter(Duration.ZERO);
        fromMail.send(acknowledged(wanted));
        assertThat(agreed()).isEqualTo(wanted);
        assertThat(heard).hasSize(1);
    }

    @Test
    void what_is_kept_until_then_is_bounded_in_bytes() throws Exception {
        for (int i = 0; i < 20; i++) {
            fromFiles.send(told(i, 100_000));
        }
        fromFiles.send(told(20, 300_000));
        assertThat(heard).isEmpty();
        fromFiles.send(acknowledged(wanted));
        fromMail.send(acknowledged(wanted));
        assertThat(heard.stream()
                        .skip(1)
                        .map(message -> ((Notification) message).params().string("n")))
                .containsExactly("18", "19");
        fromFiles.send(told(21, 300_000));
        assertThat(heard).hasSize(4);
    }

    private JsonObject agreed() {
        Notification first = (Notification) heard.getFirst();
        assertThat(first.method()).isEqualTo(ACKNOWLEDGED);
        return (JsonObject) java.util.Objects.requireNonNull(first.params().get("notifications"));
    }

    private static Release acknowledged(JsonObject notifications) {
        return release(ACKNOWLEDGED, JsonObject.EMPTY.with("notifications", notifications));
    }

    private static Release told(int number, int size) {
        Json padding = new JsonString("x".repeat(size));
        return release(
                "notifications/tools/list_changed",
                JsonObject.EMPTY.with("n", String.valueOf(number)).with("padding", padding));
    }

    private static Release release(String method, JsonObject params) {
        return ((RelayOutcome.Released) DECIDER.relay(
                        new UpstreamNotice("files", method, params), Notification.of(method, params), CONTEXT))
                .release();
    }

    /** A member that is asked nothing. */
    static Member member(String server) {
        var nowhere = new Connector() {
            @Override
            public boolean knows(String name) {
                return false;
            }

            @Override
            public Upstream open(String name, UpstreamListener listener) {
                throw new IllegalStateException("nothing is asked of " + name);
            }
        };
        var sessions = new Sessions(DECIDER, nowhere, SessionSettings.DEFAULT, Clock.systemUTC(), tool -> {});
        return new Member(server, ALICE, sessions, DECIDER);
    }
}
