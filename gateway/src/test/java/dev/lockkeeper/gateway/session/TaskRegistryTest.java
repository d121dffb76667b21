package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.session.TaskRegistry.Owner;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Task;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TaskRegistryTest {

    private static final Owner ALICE = new Owner("token:alice", "files");
    private static final Owner ELSEWHERE = new Owner("token:alice", "mail");

    private final TaskRegistry registry = new TaskRegistry(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void a_task_is_its_callers_on_its_route() {
        registry.add(ALICE, task("1"), 10);
        assertThat(registry.find(ALICE, "1")).isPresent();
        assertThat(registry.find(ELSEWHERE, "1")).isEmpty();
        assertThat(registry.of(ELSEWHERE)).isEmpty();
    }

    @Test
    void what_was_used_longest_ago_goes_first() {
        int third = (int) TaskRegistry.MOST_BYTES_OF_ONE / 3;
        registry.add(ALICE, task("1"), third);
        registry.add(ALICE, task("2"), third);
        assertThat(registry.find(ALICE, "1")).isPresent();
        registry.add(ALICE, task("3"), third);
        assertThat(registry.of(ALICE)).extracting(Task::id).containsExactly("1", "3");
    }

    @Test
    void the_newest_task_is_kept_however_large_its_call() {
        registry.add(ALICE, task("1"), 10);
        registry.add(ALICE, task("2"), (int) TaskRegistry.MOST_BYTES_OF_ONE * 2);
        assertThat(registry.of(ALICE)).extracting(Task::id).containsExactly("2");
    }

    @Test
    void nobody_pushes_out_the_tasks_of_who_holds_less() {
        registry.add(ALICE, task("1"), 10);
        int most = (int) TaskRegistry.MOST_BYTES_OF_ONE;
        for (int i = 0; i < 100; i++) {
            registry.add(new Owner("token:" + i, "files"), task("1"), most - 10_000);
        }
        assertThat(registry.find(ALICE, "1")).isPresent();
        long held = java.util.stream.IntStream.range(0, 100)
                .filter(i ->
                        registry.find(new Owner("token:" + i, "files"), "1").isPresent())
                .count();
        assertThat(held).isLessThanOrEqualTo(16).isPositive();
    }

    @Test
    void an_id_that_is_given_twice_means_the_newer_task() {
        registry.add(ALICE, task("1"), 10);
        registry.add(ALICE, new Task("1", task("1").call(), "newer"), 10);
        assertThat(registry.of(ALICE)).extracting(Task::decision).containsExactly("newer");
    }

    private static Task task(String id) {
        return new Task(
                id,
                new ToolCall("files", ToolDefinition.unlisted("read"), JsonObject.EMPTY, JsonObject.EMPTY),
                "strand-0/1");
    }
}
