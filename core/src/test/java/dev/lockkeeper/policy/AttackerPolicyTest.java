package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttackerPolicyTest {

    private static final String POLICY = """
            version: 1
            servers:
              docs:
                deny:
                  - resources: ["file:///secret/**"]
                allow:
                  - resources: ["file:///**"]
            """;

    @Test
    void a_completion_cannot_name_a_denied_resource_by_another_spelling() throws Exception {
        Decider decider = decider();
        Context context = context(Selection.EVERYTHING);
        assertThat(decider.explain(completion("file:///secret/{x}"), context).passes())
                .isFalse();
        for (String uri : List.of("file:///%73ecret/{x}", "file:///a/../secret/{x}", "file:////secret/{x}")) {
            String read = uri.replace("{x}", "x");
            assertThat(decider.explain(new ResourceRead("docs", read, JsonObject.EMPTY), context)
                            .passes())
                    .as(read)
                    .isFalse();
            assertThat(decider.explain(completion(uri), context).passes())
                    .as(uri)
                    .isFalse();
        }
    }

    @Test
    void a_selection_does_not_cost_seconds() throws Exception {
        var layer = Collections.nCopies(256, Glob.name("*?".repeat(100)));
        var selection = new Selection(List.of(List.copyOf(layer)));
        var call = new ToolCall(
                "docs",
                ToolDefinition.unlisted("a".repeat(99) + "/".repeat(32_000)),
                JsonObject.EMPTY,
                JsonObject.EMPTY);
        var miss = new Selection(List.of(
                layer.stream().map(glob -> Glob.name(glob.pattern() + "b")).toList()));
        long start = System.nanoTime();
        decider().explain(call, context(selection.and(miss)));
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.err.println("ATTACK selection ms " + millis);
        assertThat(millis).isLessThan(500);
    }

    @Test
    void news_of_a_denied_resource_reaches_nobody() throws Exception {
        var news = new UpstreamNotice(
                "docs", "notifications/resources/updated", JsonObject.EMPTY.with("uri", "file:///secret/plan"));
        assertThat(decider().explain(news, context(Selection.EVERYTHING)).passes())
                .isFalse();
    }

    private static Completion completion(String template) {
        return new Completion("docs", false, template, JsonObject.EMPTY);
    }

    private static Decider decider() throws Exception {
        Policy policy = Policy.load("p.yaml", POLICY.getBytes(StandardCharsets.UTF_8));
        return new Decider(
                policy.rulebook(List.of(), List.of()), new MemoryJournal(), System::nanoTime, (decision, ref) -> {});
    }

    private static Context context(Selection selection) {
        return new Context(Calls.caller("os:me", Set.of()), Client.UNKNOWN, Instant.EPOCH, selection, Set.of());
    }
}
