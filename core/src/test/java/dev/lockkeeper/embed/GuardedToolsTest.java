package dev.lockkeeper.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.policy.Surroundings;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardedToolsTest {

    private static final String POLICY = """
            version: 1
            servers:
              web:
                allow: [fetch]
                arguments: [{ tool: fetch, types: { /url: url } }]
                guards: { url: { hosts: [docs.example.com] } }
            """;
    private static final Caller ALICE = new Caller("alice", "test", Set.of());
    private static final JsonObject GOOD = JsonObject.EMPTY.with("url", "https://docs.example.com/");
    private static final JsonObject BAD = JsonObject.EMPTY.with("url", "https://other.example.com/");

    private final List<JsonObject> records = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final List<GrantedCall> calls = new ArrayList<>();
    private boolean full;

    @Test
    void a_permitted_call_is_made_after_its_record_with_what_was_judged_and_found() throws Exception {
        GuardedAnswer answer = tools(Admission.OPEN).call(ALICE, tool("fetch"), GOOD, call -> {
            calls.add(call);
            assertThat(records).hasSize(1);
            return ToolResult.text("Welcome");
        });
        assertThat(answer).isEqualTo(new GuardedAnswer.Answered(ToolResult.text("Welcome"), "memory/2"));
        GrantedCall call = calls.getFirst();
        assertThat(call.arguments()).isEqualTo(GOOD);
        assertThat(call.text("url")).isEqualTo("https://docs.example.com/");
        assertThat(call.reference()).isEqualTo("memory/1");
        JsonObject facts = Objects.requireNonNull(call.facts().object("/url"));
        assertThat(facts.string("host")).isEqualTo("docs.example.com");
        assertThat(facts.array("addresses")).isEqualTo(JsonArray.ofStrings(List.of("93.184.215.14")));
        assertThatThrownBy(() -> call.text("path")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_refused_call_is_not_made_and_says_why_as_a_result() throws Exception {
        GuardedAnswer answer = tools(Admission.OPEN).call(ALICE, tool("fetch"), BAD, this::unexpected);
        assertThat(answer.result().get("isError")).isEqualTo(JsonBoolean.TRUE);
        assertThat(answer.result().text()).contains("not one of those", "url.host", "memory/1");
        JsonObject meta = Objects.requireNonNull(answer.result().object("_meta"));
        JsonObject refusal = Objects.requireNonNull(meta.object(GuardedAnswer.Refused.META));
        assertThat(refusal.string("reason")).isEqualTo("url.host");
        assertThat(refusal.string("reference")).isEqualTo("memory/1");
        assertThat(records.getFirst().string("outcome")).isEqualTo("refused");
    }

    @Test
    void a_tool_that_the_policy_does_not_name_is_refused() throws Exception {
        assertThat(reason(tools(Admission.OPEN).call(ALICE, tool("push"), GOOD, this::unexpected)))
                .isNotEqualTo(Reason.POLICY_ALLOWED);
    }

    @Test
    void what_the_work_throws_is_recorded_and_not_told() throws Exception {
        GuardedAnswer answer = tools(Admission.OPEN).call(ALICE, tool("fetch"), GOOD, call -> {
            throw new IOException("cannot open /srv/pages/start");
        });
        assertThat(reason(answer)).isEqualTo(Reason.INTERNAL_FAULT);
        assertThat(answer.result().text()).contains("The tool failed.").doesNotContain("/srv");
        assertThat(records.getLast().text()).contains("/srv/pages/start");
    }

    @Test
    void without_a_record_nothing_is_called() throws Exception {
        full = true;
        assertThat(reason(tools(Admission.OPEN).call(ALICE, tool("fetch"), GOOD, this::unexpected)))
                .isEqualTo(Reason.JOURNAL_UNAVAILABLE);
    }

    @Test
    void a_result_that_cannot_be_recorded_is_withheld() throws Exception {
        GuardedAnswer answer = tools(Admission.OPEN).call(ALICE, tool("fetch"), GOOD, call -> {
            full = true;
            return ToolResult.text("Welcome");
        });
        assertThat(reason(answer)).isEqualTo(Reason.JOURNAL_UNAVAILABLE);
        assertThat(answer.result().text()).doesNotContain("Welcome");
    }

    @Test
    void where_there_is_no_room_nothing_is_called_and_the_refusal_says_when_to_try_again() throws Exception {
        var shut = new Admission.Entry.Shut(Reason.LIMIT_RATE, "Later.", "", Duration.ofSeconds(3), true);
        GuardedAnswer answer =
                tools((action, message, readOnly, context) -> shut).call(ALICE, tool("fetch"), GOOD, this::unexpected);
        assertThat(reason(answer)).isEqualTo(Reason.LIMIT_RATE);
        assertThat(answer.result().text()).contains("\"retryAfterMs\":3000");
    }

    @Test
    void the_room_of_a_call_is_given_back_whatever_becomes_of_it() throws Exception {
        var open = new Admission.Entry.Open(new Counting());
        GuardedTools tools = tools((action, message, readOnly, context) -> open);
        tools.call(ALICE, tool("fetch"), GOOD, call -> ToolResult.text("Welcome"));
        assertThat(closed).hasValue(1);
        assertThatThrownBy(() -> tools.call(ALICE, tool("fetch"), GOOD, call -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(closed).hasValue(2);
        assertThatThrownBy(() -> tools.call(ALICE, tool("fetch"), GOOD, call -> {
                    throw new AssertionError();
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(closed).hasValue(3);
    }

    private JsonObject unexpected(GrantedCall call) {
        throw new AssertionError("was called");
    }

    private static Reason reason(GuardedAnswer answer) {
        return ((GuardedAnswer.Refused) answer).refusal().reason();
    }

    private GuardedTools tools(Admission admission) throws Exception {
        Policy policy = Policy.load(
                "policy.yaml",
                POLICY.getBytes(StandardCharsets.UTF_8),
                Surroundings.here(host -> List.of(new byte[] {93, (byte) 184, (byte) 215, 14})));
        return new GuardedTools(
                "web",
                policy,
                new Memory(),
                InstantSource.fixed(Instant.EPOCH),
                () -> 0,
                (decision, reference) -> {},
                admission);
    }

    private static ToolDefinition tool(String name) {
        JsonObject url = JsonObject.EMPTY.with("url", JsonObject.EMPTY.with("type", "string"));
        var definition = ToolDefinition.of(JsonObject.EMPTY
                .with("name", name)
                .with("inputSchema", JsonObject.EMPTY.with("type", "object").with("properties", url)));
        return Objects.requireNonNull(definition);
    }

    private final class Memory implements Journal {

        @Override
        public String append(String type, JsonObject body, Durability durability) throws JournalUnavailable {
            if (full) {
                throw new JournalUnavailable("full");
            }
            records.add(body);
            return "memory/" + records.size();
        }

        @Override
        public void close() {}
    }

    private final class Counting implements Place {

        @Override
        public void answered(long bytes) {
            assertThat(bytes).isPositive();
        }

        @Override
        public void failed() {}

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
