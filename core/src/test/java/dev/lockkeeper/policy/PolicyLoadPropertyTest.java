package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.Assertions;

class PolicyLoadPropertyTest {

    private static final List<String> PIECES = List.of(
            "version: 1\n",
            "servers:",
            "\n  a:",
            "\n    allow:",
            " [",
            "]",
            "{",
            "}",
            "tools: ",
            "where: ",
            "read_*",
            "\"",
            "'",
            "*x",
            "&x ",
            "!!str ",
            "|\n",
            ">-\n",
            "  ",
            "\n",
            "- ",
            ", ",
            ": ",
            "# x\n",
            "args.x == 1",
            "---\n",
            "...\n",
            "<<: ",
            "%YAML 1.1\n",
            "? ",
            "\t",
            "~",
            "0x1F",
            "1e400",
            "true",
            "callers: group:g",
            "groups: {g: [a]}",
            "\\",
            "\u2028");

    @Property(tries = 2000)
    void arbitrary_bytes_load_or_are_refused(@ForAll byte[] text) {
        load(text);
    }

    @Property(tries = 2000)
    void arbitrary_texts_load_or_are_refused(@ForAll String text) {
        load(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 4000)
    void texts_made_of_yaml_load_or_are_refused(@ForAll("yaml") String text) {
        load(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> yaml() {
        return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
    }

    static void load(byte[] text) {
        try {
            Assertions.assertThat(Policy.load("p.yaml", text).version()).hasSize(64);
        } catch (YamlInvalid refused) {
            Assertions.assertThat(refused.problems()).isNotEmpty();
            Assertions.assertThat(refused.problems()).allSatisfy(problem -> {
                Assertions.assertThat(problem.position().line()).isPositive();
                Assertions.assertThat(problem.message()).isNotBlank().hasSizeLessThan(1000);
            });
        }
    }
}
