package dev.lockkeeper.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeciderTest {

    private static final RuleRef RULE = new RuleRef("servers.files.allow[0]", "lockkeeper.yaml", 7);
    private static final Guard GRANT = (action, context) -> new Verdict.Grant(RULE);
    private static final Guard PASS = (action, context) -> Verdict.pass();
    private static final Guard DENY = (action, context) -> Verdict.deny(Reason.POLICY_DENIED, "No.", "because");
    private static final Guard ASK = (action, context) -> new Verdict.Ask(RULE, "Somebody must say yes.");
    private static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
    private static final Request REQUEST =
            Request.of(RequestId.of(1), "tools/call", JsonObject.EMPTY.with("name", "read"));
    private static final Action CALL = call(JsonObject.EMPTY.with("name", "read"));

    private final MemoryJournal journal = new MemoryJournal();

    @Test
    void without_guards_everything_is_refused() {
        assertThat(refusal(decider(List.of())).reason()).isEqualTo(Reason.GUARD_MISSING);
    }

    @Test
    void guards_that_only_do_not_object_grant_nothing() {
        assertThat(refusal(decider(List.of(PASS, PASS))).reason()).isEqualTo(Reason.GUARD_MISSING);
    }

    @Test
    void a_grant_is_a_permit_for_exactly_this_message() {
        assertThat(decider(List.of(PASS, GRANT)).decide(CALL, REQUEST, CONTEXT))
                .isInstanceOfSatisfying(Outcome.Granted.class, granted -> {
                    assertThat(granted.permit().message()).isSameAs(REQUEST);
                    assertThat(granted.permit().action()).isSameAs(CALL);
                });
    }

    @Test
    void one_denial_outweighs_any_grant_in_any_order() {
        assertThat(refusal(decider(List.of(GRANT, DENY))).reason()).isEqualTo(Reason.POLICY_DENIED);
        assertThat(refusal(decider(List.of(DENY, GRANT))).reason()).isEqualTo(Reason.POLICY_DENIED);
        assertThat(refusal(decider(List.of(ASK, DENY, GRANT))).reason()).isEqualTo(Reason.POLICY_DENIED);
    }

    @Test
    void what_a_person_must_approve_is_refused_while_there_are_no_approvals() {
        assertThat(refusal(decider(List.of(GRANT, ASK))).reason()).isEqualTo(Reason.APPROVAL_REQUIRED);
    }

    @Test
    void a_guard_that_throws_denies() {
        Guard broken = (action, context) -> {
            throw new IllegalStateException("secret detail");
        };
        Refusal refusal = refusal(decider(List.of(GRANT, broken)));
        assertThat(refusal.reason()).isEqualTo(Reason.GUARD_FAILED);
        assertThat(refusal.message()).doesNotContain("secret");
    }

    private static int depth(int from) {
        return from < 0 ? 0 : 1 + depth((from + 1) & Integer.MAX_VALUE);
    }

    private static int room() {
        return new byte[Integer.MAX_VALUE].length;
    }

    @Test
    void a_guard_that_ends_the_stack_or_the_memory_denies() {
        Guard deep = (action, context) -> depth(0) > 0 ? Verdict.pass() : new Verdict.Grant(RULE);
        Guard wide = (action, context) -> room() > 0 ? Verdict.pass() : new Verdict.Grant(RULE);
        Guard unlinked = (action, context) -> {
            throw new NoClassDefFoundError("of a guard");
        };
        for (Guard guard : List.of(deep, wide, unlinked)) {
            Refusal refusal = refusal(decider(List.of(GRANT, guard)));
            assertThat(refusal.reason()).isEqualTo(Reason.GUARD_FAILED);
            assertThat(refusal.reference()).isNotEmpty();
        }
        assertThat(journal.entries("decision")).hasSize(3);
        assertThat(journal.entries("decision").get(1).body().text()).contains("OutOfMemoryError");
    }

    @Test
    void an_answer_on_which_a_guard_ends_the_stack_or_the_memory_is_withheld() {
        ResultGuard deep = (action, response, context) -> {
            throw new IllegalStateException("of depth " + depth(0));
        };
        ResultGuard wide = (action, response, context) -> {
            throw new IllegalStateException("of room " + room());
        };
        for (ResultGuard guard : List.of(deep, wide)) {
            assertThat(released(guard))
                    .isInstanceOfSatisfying(
                            ReleaseOutcome.Withheld.class,
                            withheld -> assertThat(withheld.refusal().reason()).isEqualTo(Reason.GUARD_FAILED));
        }
    }

    @Test
    void no_record_no_permit() {
        journal.setBroken(true);
        Refusal refusal = refusal(decider(List.of(GRANT)));
        assertThat(refusal.reason()).isEqualTo(Reason.JOURNAL_UNAVAILABLE);
        assertThat(refusal.reference()).isEmpty();
    }

    @Test
    void no_record_no_release() {
        Decider decider = decider(List.of(GRANT));
        Permit permit = permit(decider);
        journal.setBroken(true);
        assertThat(decider.release(permit, Success.of(RequestId.of(1), JsonObject.EMPTY)))
                .isInstanceOfSatisfying(
                        ReleaseOutcome.Withheld.class,
                        withheld -> assertThat(withheld.refusal().reason()).isEqualTo(Reason.JOURNAL_UNAVAILABLE));
    }

    @Test
    void the_record_is_written_before_the_permit_and_names_the_rule() {
        permit(decider(List.of(PASS, GRANT)));
        assertThat(journal.entries("decision")).singleElement().satisfies(entry -> {
            assertThat(entry.body().string("outcome")).isEqualTo("granted");
            assertThat(entry.body().string("rule")).isEqualTo("servers.files.allow[0] (lockkeeper.yaml:7)");
            assertThat(entry.body().string("caller")).isEqualTo("token:alice");
            assertThat(Objects.requireNonNull(entry.body().array("opinions")).items())
                    .hasSize(2);
        });
    }

    @Test
    void a_call_waits_for_the_disk_unless_the_policy_calls_it_read_only() {
        permit(decider(List.of(GRANT)));
        permit(new Decider(readingOnly(), journal, () -> 0, (decision, reference) -> {}));
        assertThat(journal.entries("decision"))
                .extracting(MemoryJournal.Entry::durability)
                .containsExactly(Durability.ON_DISK, Durability.WRITTEN);
    }

    @Test
    void a_server_that_admits_writing_makes_a_read_only_call_wait_for_the_disk() {
        JsonObject annotations = JsonObject.EMPTY.with("readOnlyHint", JsonBoolean.FALSE);
        Action call = call(JsonObject.EMPTY.with("name", "read").with("annotations", annotations));
        new Decider(readingOnly(), journal, () -> 0, (decision, reference) -> {}).decide(call, REQUEST, CONTEXT);
        assertThat(journal.entries().getFirst().durability()).isEqualTo(Durability.ON_DISK);
    }

    @Test
    void a_server_cannot_make_its_tool_read_only() {
        JsonObject annotations = JsonObject.EMPTY.with("readOnlyHint", JsonBoolean.TRUE);
        Action call = call(JsonObject.EMPTY.with("name", "read").with("annotations", annotations));
        decider(List.of(GRANT)).decide(call, REQUEST, CONTEXT);
        assertThat(journal.entries().getFirst().durability()).isEqualTo(Durability.ON_DISK);
    }

    @Test
    void in_shadow_a_refused_call_passes_and_the_record_says_what_would_have_been() {
        var rules = new Rulebook("1", List.of(DENY), List.of(), action -> false, action -> true);
        assertThat(new Decider(rules, journal, () -> 0, (decision, reference) -> {}).decide(CALL, REQUEST, CONTEXT))
                .isInstanceOf(Outcome.Granted.class);
        assertThat(journal.entries().getFirst().body().string("outcome")).isEqualTo("shadowed");
        assertThat(journal.entries().getFirst().body().string("reason")).isEqualTo("policy.denied");
    }

    @Test
    void an_answer_that_a_guard_withholds_or_cannot_judge_is_not_released() {
        ResultGuard withhold =
                (action, response, context) -> new ResultVerdict.Withhold(Reason.RESULT_SCHEMA, "No.", "why");
        ResultGuard broken = (action, response, context) -> {
            throw new IllegalStateException();
        };
        for (ResultGuard guard : List.of(withhold, broken)) {
            assertThat(released(guard)).isInstanceOf(ReleaseOutcome.Withheld.class);
        }
    }

    @Test
    void an_answer_nobody_changes_is_released_as_it_came() {
        Response response = Success.of(RequestId.of(1), JsonObject.EMPTY);
        Decider decider = decider(List.of(GRANT));
        assertThat(decider.release(permit(decider), response))
                .isInstanceOfSatisfying(
                        ReleaseOutcome.Released.class,
                        released -> assertThat(released.release().message()).isSameAs(response));
    }

    @Test
    void a_changed_answer_is_a_record_of_its_own() {
        ResultGuard replace = (action, response, context) ->
                new ResultVerdict.Replace(JsonObject.EMPTY.with("x", "y"), Reason.LIST_FILTERED, "1 left out");
        assertThat(released(replace))
                .isInstanceOfSatisfying(
                        ReleaseOutcome.Released.class,
                        released -> assertThat(
                                        released.release().message().wire().toString())
                                .contains("\"x\":\"y\""));
        assertThat(journal.entries("result").getFirst().body().string("outcome"))
                .isEqualTo("changed");
    }

    @Test
    void a_server_whose_question_is_refused_can_be_told_so_and_nothing_else() {
        Request question = Request.of(RequestId.of(9), "sampling/createMessage", JsonObject.EMPTY);
        Action action = new UpstreamRequest("files", "sampling/createMessage", JsonObject.EMPTY);
        assertThat(decider(List.of(DENY)).relay(action, question, CONTEXT))
                .isInstanceOfSatisfying(
                        RelayOutcome.Refused.class,
                        refused -> assertThat(Objects.requireNonNull(refused.answer())
                                        .message()
                                        .wire()
                                        .toString())
                                .contains("\"error\"")
                                .contains("\"id\":9"));
    }

    @Test
    void an_observer_that_throws_changes_nothing() {
        var decider = new Decider(rules(List.of(GRANT)), journal, () -> 0, (decision, reference) -> {
            throw new IllegalStateException();
        });
        assertThat(decider.decide(CALL, REQUEST, CONTEXT)).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void nobody_outside_the_package_can_make_a_permit_or_a_release() {
        for (Class<?> proof : List.of(Permit.class, Release.class)) {
            assertThat(Modifier.isFinal(proof.getModifiers())).isTrue();
            assertThat(Stream.of(proof.getDeclaredConstructors()).map(Constructor::getModifiers))
                    .allSatisfy(modifiers -> assertThat(modifiers & (Modifier.PUBLIC | Modifier.PROTECTED))
                            .isZero());
        }
    }

    private ReleaseOutcome released(ResultGuard guard) {
        var rules = new Rulebook("1", List.of(GRANT), List.of(guard), action -> false, action -> false);
        var decider = new Decider(rules, journal, () -> 0, (decision, reference) -> {});
        return decider.release(permit(decider), Success.of(RequestId.of(1), JsonObject.EMPTY));
    }

    private Decider decider(List<Guard> guards) {
        return new Decider(rules(guards), journal, () -> 0, (decision, reference) -> {});
    }

    private static Rulebook rules(List<Guard> guards) {
        return new Rulebook("1", guards, List.of(), action -> false, action -> false);
    }

    private static Rulebook readingOnly() {
        return new Rulebook("1", List.of(GRANT), List.of(), action -> true, action -> false);
    }

    private static Refusal refusal(Decider decider) {
        return ((Outcome.Refused) decider.decide(CALL, REQUEST, CONTEXT)).refusal();
    }

    private static Permit permit(Decider decider) {
        return ((Outcome.Granted) decider.decide(CALL, REQUEST, CONTEXT)).permit();
    }

    private static Action call(JsonObject definition) {
        return new ToolCall(
                "files", Objects.requireNonNull(ToolDefinition.of(definition)), JsonObject.EMPTY, JsonObject.EMPTY);
    }
}
