package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.guard.limit.CallLimits;
import dev.lockkeeper.guard.limit.Kill;
import dev.lockkeeper.guard.limit.KillFile;
import dev.lockkeeper.guard.limit.Limits;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kill switch does to a conversation that is open, in both directions. */
class StoppedConversationTest {

    private static final Kill KILL = new Kill("", "s", "", "a test", "os:me", Instant.EPOCH);

    @TempDir
    private Path home;

    @Test
    void neither_side_hears_of_the_other_while_it_is_stopped() throws Exception {
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "initialize" -> "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{}}}";
            case "tools/list" -> "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}]}";
            default -> "{\"content\":[]}";
        });
        peer.era = Optional.of(Era.LEGACY);
        var limits = new Limits(CallLimits.DEFAULT, System::nanoTime, new KillFile(home));
        var decider = new Decider(
                BridgeSetting.rules(BridgeSetting.KNOWN),
                new MemoryJournal(),
                System::nanoTime,
                (decision, reference) -> {},
                limits);
        var operator = new KillFile(home);
        List<Message> heard = new CopyOnWriteArrayList<>();
        try (var sessions = new Sessions(
                decider, peer, SessionSettings.DEFAULT, BridgeSetting.BOUNDS, Clock.systemUTC(), tool -> {})) {
            Conversation conversation = sessions.open(BridgeSetting.ALICE, "s");
            BridgeSetting.result(BridgeSetting.handle(
                    conversation,
                    BridgeSetting.legacy(1, "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}")));
            conversation.listen(release -> heard.add(release.message()));
            Peer.Line line = peer.lines.getLast();
            line.notice("notifications/message", "{\"level\":\"info\",\"data\":\"before\"}", null);
            await().until(() -> heard.size() == 1);

            operator.add(KILL);
            int reached = line.reached.size();
            line.notice("notifications/message", "{\"level\":\"info\",\"data\":\"meanwhile\"}", null);
            assertThat(BridgeSetting.refused(BridgeSetting.handle(
                            conversation, BridgeSetting.legacy(2, "tools/call", "{\"name\":\"t\"}"))))
                    .isEqualTo(Reason.KILL_SWITCH);
            line.listener.received(BridgeSetting.legacy(77, "ping", "{}"), null);
            assertThat(line.reached).hasSize(reached);

            assertThat(operator.remove(KILL)).isTrue();
            line.notice("notifications/message", "{\"level\":\"info\",\"data\":\"after\"}", null);
            await().until(() -> heard.size() == 2);
            assertThat(heard).noneMatch(message -> message.wire().toString().contains("meanwhile"));
            assertThat(BridgeSetting.handle(conversation, BridgeSetting.legacy(3, "tools/call", "{\"name\":\"t\"}")))
                    .isInstanceOf(Reply.Answered.class);
        }
    }
}
