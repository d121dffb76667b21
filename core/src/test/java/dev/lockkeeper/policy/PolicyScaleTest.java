package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyScaleTest {

    private static final int RULES = 5_000;

    @Test
    void a_policy_with_five_thousand_rules_loads_and_decides() throws Exception {
        var text = new StringBuilder("version: 1\nservers:\n");
        for (int server = 0; server < 10; server++) {
            text.append("  s").append(server).append(":\n    allow:\n");
            for (int rule = 0; rule < RULES / 10; rule++) {
                text.append("      - ")
                        .append(
                                switch (rule % 4) {
                                    case 0 -> "tool_" + rule;
                                    case 1 -> "glob_" + rule + "_*";
                                    case 2 -> "{tools: [cond_" + rule + "], where: args.n < " + rule % 20 + "}";
                                    default -> "{resources: \"file:///r" + rule + "/**\", callers: c" + rule + "}";
                                })
                        .append('\n');
            }
        }
        Policy policy = Policy.load("p.yaml", text.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(policy.rules()).hasSize(RULES);
        assertThat(policy.warnings()).isEmpty();
        var explainer = new Explainer(policy, List.of());
        var context = new Context(
                Calls.caller("os:someone", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        assertThat(explainer.decide(PolicyTest.call("s3", "tool_400"), context).granted())
                .isTrue();
        assertThat(explainer
                        .decide(PolicyTest.call("s3", "glob_401_x"), context)
                        .granted())
                .isTrue();
        assertThat(explainer
                        .decide(PolicyTest.call("s3", "glob_400_x"), context)
                        .granted())
                .isFalse();
        assertThat(explainer.decide(PolicyTest.call("s3", "nothing"), context).granted())
                .isFalse();
    }

    @Test
    void globs_that_cannot_match_are_not_tried() {
        var index = new PatternIndex<Counted>();
        for (int i = 0; i < RULES; i++) {
            index.add(Kind.TOOL, "name_" + i, new Counted(i));
            index.add(Kind.TOOL, "glob" + i + "_*", new Counted(i));
        }
        // What is tried is what stands under a prefix of the text: one glob of five thousand.
        assertThat(index.tried(Kind.TOOL, "glob77_x")).isEqualTo(1);
        assertThat(index.tried(Kind.TOOL, "name_77")).isZero();
        assertThat(index.find(Kind.TOOL, "name_77")).containsExactly(new Counted(77));
        assertThat(index.find(Kind.TOOL, "glob77_x")).containsExactly(new Counted(77));
        assertThat(index.find(Kind.PROMPT, "name_77")).isEmpty();
    }

    private record Counted(int number) {}
}
