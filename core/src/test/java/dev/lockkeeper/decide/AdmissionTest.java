package dev.lockkeeper.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whether there is room is asked before the guards, once, and given back however it goes on. */
class AdmissionTest {

    private static final Guard GRANT = (action, context) -> new Verdict.Grant(new RuleRef("r", "f", 1));
    private static final Guard DENY = (action, context) -> Verdict.deny(Reason.POLICY_DENIED, "No.");
    private static final Request REQUEST = Request.of(
            RequestId.of(1),
            "tools/call",
            JsonObject.EMPTY.with("name", "read").with("arguments", JsonObject.EMPTY.with("text", "needle")));
    private static final Action CALL =
            new ToolCall("files", ToolDefinition.unlisted("read"), JsonObject.EMPTY, REQUEST.params());

    private final MemoryJournal journal = new MemoryJournal();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private long nanos = 9;
    private Optional<Admission.Entry.Shut> shut = Optional.empty();
    private Optional<Admission.Entry.Shut> stopped = Optional.empty();

    private final Admission admission = new Admission() {
        @Override
        public Entry admit(Action action, Message message, boolean readOnly, Context context) {
            asked.incrementAndGet();
            if (shut.isPresent()) {
                return shut.get();
            }
            open.incrementAndGet();
            return new Entry.Open(new Place() {
                @Override
                public void answered(long bytes) {}

                @Override
                public void failed() {}

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            });
        }

        @Override
        public Optional<Entry.Shut> stopped(Action action, Context context) {
            return stopped;
        }
    };

    private static Admission.Entry.Shut shut(Reason reason, boolean always) {
        return new Admission.Entry.Shut(
                reason, "Full.", "inside", Duration.ofMillis(1_500).plusNanos(1), always);
    }

    private Decider decider(Guard guard, boolean shadow) {
        var rules = new Rulebook("v1", List.of(guard), List.of(), action -> true, action -> shadow);
        return new Decider(rules, journal, () -> nanos, (decision, reference) -> {}, admission);
    }

    private static Context context(String caller) {
        return new Context(
                new Caller(caller, "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
    }

    private Outcome decide(Decider decider) {
        return decider.decide(CALL, REQUEST, context("alice"));
    }

    private Refusal refused(Decider decider) {
        return ((Outcome.Refused) decide(decider)).refusal();
    }

    @Test
    void what_is_granted_holds_its_place_until_it_is_closed() {
        Permit permit = ((Outcome.Granted) decide(decider(GRANT, false))).permit();
        assertThat(open).hasValue(1);
        permit.place().close();
        assertThat(open).hasValue(0);
    }

    @Test
    void what_a_guard_refuses_gives_its_place_back() {
        assertThat(refused(decider(DENY, false)).reason()).isEqualTo(Reason.POLICY_DENIED);
        assertThat(refused(decider(
                                (action, context) -> {
                                    throw new IllegalStateException("broken");
                                },
                                false))
                        .reason())
                .isEqualTo(Reason.GUARD_FAILED);
        assertThat(asked).hasValue(2);
        assertThat(open).hasValue(0);
    }

    @Test
    void where_the_journal_cannot_be_written_the_place_is_given_back() {
        journal.setBroken(true);
        assertThat(refused(decider(GRANT, false)).reason()).isEqualTo(Reason.JOURNAL_UNAVAILABLE);
        assertThat(open).hasValue(0);
    }

    @Test
    void an_explanation_takes_no_room() {
        shut = Optional.of(shut(Reason.LIMIT_RATE, false));
        assertThat(decider(GRANT, false).explain(CALL, context("alice")).granted())
                .isTrue();
        assertThat(asked).hasValue(0);
    }

    @Test
    void what_a_server_asks_holds_no_place() {
        Action question = new UpstreamRequest("files", "roots/list", JsonObject.EMPTY);
        decider(GRANT, false).relay(question, REQUEST, context("alice"));
        assertThat(open).hasValue(0);
    }

    @Test
    void a_refusal_for_want_of_room_is_recorded_small_and_tells_when_to_come_back() {
        shut = Optional.of(shut(Reason.LIMIT_RATE, false));
        Refusal refusal = refused(decider(GRANT, false));
        assertThat(refusal.error().text()).contains("\"reason\":\"limit.rate\"").contains("\"retryAfterMs\":1501");
        assertThat(refusal.error().text()).doesNotContain("inside");
        JsonObject record = journal.entries().getFirst().body();
        assertThat(record.string("outcome")).isEqualTo("refused");
        assertThat(record.string("target")).isEqualTo("read");
        assertThat(record.text()).contains("inside").doesNotContain("needle");
        assertThat(refusal.reference()).isNotEmpty();
    }

    @Test
    void a_flood_of_refusals_is_recorded_as_sums_that_are_exact() {
        shut = Optional.of(shut(Reason.LIMIT_RATE, false));
        Decider decider = decider(GRANT, false);
        int flood = 0;
        for (int minute = 0; minute < 3; minute++) {
            for (int i = 0; i < 1_000; i++) {
                flood++;
                assertThat(refused(decider).reason()).isEqualTo(Reason.LIMIT_RATE);
            }
            decider.decide(CALL, REQUEST, context("bob"));
            nanos += 61_000_000_000L;
        }
        assertThat(journal.entries()).hasSizeLessThan(50);
        decider.summarise(true);
        long each = journal.entries("decision").stream()
                .filter(entry -> "token:alice".equals(entry.body().string("caller")))
                .count();
        long sums = journal.entries("refusals").stream()
                .filter(entry -> "token:alice".equals(entry.body().string("caller")))
                .mapToLong(entry -> ((JsonNumber)
                                java.util.Objects.requireNonNull(entry.body().get("unrecorded")))
                        .value()
                        .longValueExact())
                .sum();
        assertThat(each).isEqualTo(30);
        assertThat(each + sums).isEqualTo(flood);
        assertThat(journal.entries("decision")).hasSize(33);
    }

    @Test
    void a_sum_that_cannot_be_recorded_is_not_lost() {
        shut = Optional.of(shut(Reason.LIMIT_RATE, false));
        Decider decider = decider(GRANT, false);
        for (int i = 0; i < 100; i++) {
            decide(decider);
        }
        journal.setBroken(true);
        decider.summarise(true);
        journal.setBroken(false);
        decider.summarise(true);
        assertThat(journal.entries("refusals"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.body().text()).contains("\"unrecorded\":90"));
    }

    @Test
    void in_shadow_a_limit_is_recorded_and_the_kill_switch_holds() {
        shut = Optional.of(shut(Reason.LIMIT_RATE, false));
        assertThat(decide(decider(GRANT, true))).isInstanceOf(Outcome.Granted.class);
        assertThat(journal.entries().getFirst().body().text())
                .contains("\"outcome\":\"shadowed\"")
                .contains("limit.rate");
        shut = Optional.of(shut(Reason.KILL_SWITCH, true));
        assertThat(refused(decider(GRANT, true)).reason()).isEqualTo(Reason.KILL_SWITCH);
    }

    @Test
    void an_answer_that_comes_after_the_stop_is_withheld_and_on_record() {
        for (boolean shadow : new boolean[] {false, true}) {
            stopped = Optional.empty();
            Decider decider = decider(GRANT, shadow);
            Permit permit = ((Outcome.Granted) decide(decider)).permit();
            stopped = Optional.of(shut(Reason.KILL_SWITCH, true));
            assertThat(decider.release(permit, Success.of(RequestId.of(1), JsonObject.EMPTY)))
                    .isInstanceOfSatisfying(
                            ReleaseOutcome.Withheld.class,
                            withheld -> assertThat(withheld.refusal().reason()).isEqualTo(Reason.KILL_SWITCH));
            assertThat(journal.entries("result").getLast().body().text())
                    .contains("kill.switch")
                    .contains("inside");
        }
    }

    @Test
    void a_server_that_is_stopped_is_not_told_so() {
        shut = Optional.of(shut(Reason.KILL_SWITCH, true));
        Action question = new UpstreamRequest("files", "roots/list", JsonObject.EMPTY);
        assertThat(decider(GRANT, false).relay(question, REQUEST, context("alice")))
                .isInstanceOfSatisfying(
                        RelayOutcome.Refused.class,
                        refused -> assertThat(refused.answer()).isNull());
    }

    @Test
    void an_admission_that_fails_lets_nothing_in() {
        Admission broken = (action, message, readOnly, context) -> {
            throw new IllegalStateException("broken");
        };
        var rules = new Rulebook("v1", List.of(GRANT), List.of(), action -> true, action -> true);
        var decider = new Decider(rules, journal, () -> nanos, (decision, reference) -> {}, broken);
        assertThat(refused(decider).reason()).isEqualTo(Reason.GUARD_FAILED);
    }
}
