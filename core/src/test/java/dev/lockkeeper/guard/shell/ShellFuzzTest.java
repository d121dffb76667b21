package dev.lockkeeper.guard.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.FuzzCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class ShellFuzzTest {

    private static final Set<ByteBuffer> SEEN = new HashSet<>();
    private static final ShellSettings SETTINGS = ShellTable.read("benign.yaml").settings();
    private static final ShellGuard SHELL = new ShellGuard(SETTINGS, ShellTable.OPERANDS);
    private static final ArgvGuard ARGV = new ArgvGuard(SETTINGS, ShellTable.OPERANDS);
    private static final ShellGuard ANYTHING = new ShellGuard(Shells.ANYTHING, Operands.NONE);

    @FuzzTest(maxDuration = "60s")
    void a_command_is_refused_or_read_as_words_that_mean_the_same(byte[] text) {
        SEEN.add(ByteBuffer.wrap(text.clone()));
        var line = new JsonString(new String(text, UTF_8));
        Assessment said = SHELL.judge(line);
        Shells.words(said).ifPresent(words -> {
            assertThat(ARGV.judge(JsonArray.ofStrings(words))).isEqualTo(said);
            assertThat(SHELL.judge(new JsonString(quoted(words)))).isEqualTo(said);
        });
        Shells.words(ANYTHING.judge(line))
                .ifPresent(words -> assertThat(Shells.words(ANYTHING.judge(new JsonString(quoted(words)))))
                        .hasValue(words));
    }

    private static String quoted(List<String> words) {
        return String.join(" ", words.stream().map(Shells::quoted).toList());
    }

    /** Guards the fuzz test: without a fuzzer, it is worth what its corpus is, and only if that really runs. */
    @AfterAll
    static void every_input_of_the_corpus_ran() throws IOException {
        if (System.getenv("JAZZER_FUZZ") == null) {
            assertThat(FuzzCorpus.of(ShellFuzzTest.class)).isNotEmpty().allMatch(SEEN::contains);
        }
    }
}
