package dev.lockkeeper.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No record, no permit: with a real journal on a real disk. */
class UnrecordedTest {

    private static final Guard ALLOW = (action, context) -> new Verdict.Grant(new RuleRef("all", "", 0));
    private static final Rulebook RULES =
            new Rulebook("1", List.of(ALLOW), List.of(), action -> false, action -> false);

    @TempDir
    Path parent;

    @Test
    void a_decision_that_cannot_be_recorded_is_a_refusal_and_permits_come_back_with_the_journal() throws Exception {
        Path directory = parent.resolve("journal");
        Path away = parent.resolve("away");
        try (var journal = FileJournal.open(JournalSettings.in(directory), InstantSource.system(), Runnable::run)) {
            var decider = new Decider(RULES, journal, System::nanoTime, (decision, reference) -> {});
            assertThat(decide(decider)).isInstanceOf(Outcome.Granted.class);
            Files.move(directory, away);
            assertThat(decide(decider))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.JOURNAL_UNAVAILABLE));
            Files.move(away, directory);
            assertThat(decide(decider)).isInstanceOf(Outcome.Granted.class);
        }
    }

    @Test
    void a_full_disk_refuses_calls_and_permits_come_back_when_there_is_space() throws Exception {
        Path disk = Files.createDirectory(parent.resolve("disk"));
        try (Mount mount = Mount.small(disk, "256k");
                var journal = FileJournal.open(
                        JournalSettings.in(disk.resolve("journal")), InstantSource.system(), Runnable::run)) {
            var decider = new Decider(RULES, journal, System::nanoTime, (decision, reference) -> {});
            var call = new ToolCall(
                    "s",
                    ToolDefinition.unlisted("t"),
                    JsonObject.EMPTY.with("text", "x".repeat(4000)),
                    JsonObject.EMPTY.with("text", "x".repeat(4000)));
            int granted = 0;
            Outcome outcome = decide(decider, call);
            while (outcome instanceof Outcome.Granted && granted < 1000) {
                granted++;
                outcome = decide(decider, call);
            }
            assertThat(granted).isBetween(1, 999);
            for (int i = 0; i < 3; i++) {
                assertThat(decide(decider, call))
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused ->
                                        assertThat(refused.refusal().reason()).isEqualTo(Reason.JOURNAL_UNAVAILABLE));
            }
            mount.remount("size=2m");
            assertThat(decide(decider, call)).isInstanceOf(Outcome.Granted.class);
        }
    }

    private static Outcome decide(Decider decider) {
        return decide(decider, new ToolCall("s", ToolDefinition.unlisted("t"), JsonObject.EMPTY, JsonObject.EMPTY));
    }

    private static Outcome decide(Decider decider, ToolCall call) {
        Message message = Notification.of("tools/call", JsonObject.EMPTY);
        var context = new Context(
                new Caller("ann", "os", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        return decider.decide(call, message, context);
    }
}
