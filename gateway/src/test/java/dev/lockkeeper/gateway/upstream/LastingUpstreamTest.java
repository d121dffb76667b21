package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastingUpstreamTest {

    private static final Permit INITIALIZE = Permits.of(
            "{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}");
    private static final Permit INITIALIZED =
            Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

    private final Heard heard = new Heard();
    private final AtomicInteger opened = new AtomicInteger();
    private Map<String, String> environment = Map.of();

    @Nullable LastingUpstream upstream;

    @AfterEach
    void close() {
        if (upstream != null) {
            upstream.close();
        }
    }

    private void start(Decider decider) {
        upstream = new LastingUpstream(
                ears -> {
                    opened.incrementAndGet();
                    return StdioUpstream.start(
                            "careless",
                            StdioUpstreamSetting.settings(
                                    StdioUpstreamSetting.LONG, StdioUpstreamSetting.LONG, environment),
                            ears);
                },
                heard,
                decider,
                Clock.systemUTC());
    }

    private LastingUpstream running() {
        return Objects.requireNonNull(upstream);
    }

    private Response forward(String method) throws UpstreamFailure {
        return running().forward(Permits.request("1", method));
    }

    private void introduce() throws UpstreamFailure {
        running().forward(INITIALIZE);
        running().tell(INITIALIZED);
    }

    private void crash() {
        fails("exit", Reason.UPSTREAM_CLOSED);
    }

    private void fails(String method, Reason reason) {
        assertThatThrownBy(() -> forward(method))
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private static Permit subscription(String verb, String uri) {
        return Permits.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/" + verb + "\",\"params\":{\"uri\":\""
                + uri + "\"}}");
    }

    @Test
    void after_a_crash_the_conversation_goes_on_with_another_process() throws Exception {
        start(Permits.DECIDER);
        introduce();
        FutureTask<Response> waiting = StdioUpstreamSetting.inBackground(() -> forward("silence"));
        crash();
        assertThatThrownBy(waiting::get).cause().isInstanceOf(UpstreamFailure.class);
        assertThat(StdioUpstreamSetting.line(forward("seen"))).isEqualTo("initialize notifications/initialized seen");
        assertThat(opened).hasValue(2);
        assertThat(heard.reopened).hasValue(1);
        await().untilAsserted(() ->
                assertThat(heard.refused).extracting(UpstreamFailure::reason).containsExactly(Reason.UPSTREAM_CLOSED));
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void what_the_client_told_the_server_is_told_again_in_its_last_form() throws Exception {
        start(Permits.DECIDER);
        introduce();
        forward("logging/setLevel");
        forward("logging/setLevel");
        running().forward(subscription("subscribe", "a:b"));
        running().forward(subscription("subscribe", "c:d"));
        running().forward(subscription("unsubscribe", "a:b"));
        crash();
        assertThat(StdioUpstreamSetting.line(forward("seen")))
                .isEqualTo("initialize notifications/initialized logging/setLevel resources/subscribe seen");
    }

    @Test
    void what_is_told_again_is_decided_and_recorded_again() throws Exception {
        start(Permits.DECIDER);
        introduce();
        crash();
        int before = Permits.JOURNAL.records.size();
        assertThat(forward("echo")).isInstanceOf(Success.class);
        List<JsonObject> since = Permits.JOURNAL.records.subList(before, Permits.JOURNAL.records.size());
        assertThat(since)
                .filteredOn(record -> new JsonString("granted").equals(record.get("outcome")))
                .extracting(record -> String.valueOf(record.string("method")))
                .contains("initialize", "notifications/initialized");
    }

    @Test
    void what_is_not_permitted_any_more_is_not_told_again() throws Exception {
        var decider = new Decider(
                new Rulebook("none", List.of(), List.of(), action -> false, action -> false),
                new MemoryJournal(),
                System::nanoTime,
                (decision, reference) -> {});
        start(decider);
        introduce();
        crash();
        fails("echo", Reason.UPSTREAM_CLOSED);
    }

    @Test
    void a_server_that_comes_back_as_another_ends_the_conversation() throws Exception {
        start(Permits.DECIDER);
        introduce();
        crash();
        environment = Map.of("VERSION", "2025-06-18");
        fails("echo", Reason.UPSTREAM_PROTOCOL);
        assertThat(heard.closed).extracting(UpstreamFailure::reason).containsExactly(Reason.UPSTREAM_PROTOCOL);
    }

    @Test
    void a_server_that_keeps_crashing_is_left_alone_for_growing_times() throws Exception {
        start(Permits.DECIDER);
        introduce();
        crash();
        crash();
        fails("exit", Reason.UPSTREAM_BACKOFF);
        fails("exit", Reason.UPSTREAM_BACKOFF);
        assertThat(opened).hasValue(2);
        await().ignoreExceptions().until(() -> forward("echo") instanceof Success);
        assertThat(opened).hasValue(3);
    }

    @Test
    void a_notification_does_not_open_the_server() throws Exception {
        start(Permits.DECIDER);
        assertThatThrownBy(() -> running().tell(INITIALIZED)).isInstanceOf(UpstreamFailure.class);
        assertThat(opened).hasValue(0);
    }

    @Test
    void after_its_end_nothing_is_opened() throws Exception {
        start(Permits.DECIDER);
        introduce();
        running().close();
        fails("echo", Reason.UPSTREAM_CLOSED);
        assertThat(heard.closed).isEmpty();
    }
}
