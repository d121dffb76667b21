package dev.lockkeeper.guard.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

/** Lines from a grammar of quotes, escapes and odd characters: those that pass are given to real shells. */
class ShellOraclePropertiesTest {

    private static final ShellGuard GUARD = new ShellGuard(Shells.ANYTHING, Operands.NONE);
    private static final AtomicInteger PASSED = new AtomicInteger();

    private Path place = Path.of("");

    @BeforeProperty
    void makePlace() throws IOException {
        place = Files.createTempDirectory("shells");
    }

    @AfterProperty
    void removePlace() throws IOException {
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Guards the property below: lines that are all refused prove nothing. */
    @AfterContainer
    static void many_lines_passed() {
        assertThat(PASSED.get()).isGreaterThan(500);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
    void the_words_that_the_guard_saw_are_the_words_that_run(@ForAll("lines") @Size(150) List<String> lines)
            throws IOException {
        List<String> passed = new ArrayList<>();
        List<List<String>> words = new ArrayList<>();
        for (String line : lines) {
            Shells.words(GUARD.judge(new JsonString(line))).ifPresent(seen -> {
                passed.add(line);
                words.add(seen);
            });
        }
        PASSED.addAndGet(passed.size());
        for (RealShell shell : RealShell.all(place, Set.of("note"))) {
            shell.startsExactly(passed, words);
        }
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return word().list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(words -> "note " + String.join(" ", words))
                .list();
    }

    private static Arbitrary<String> word() {
        return piece().list().ofMinSize(1).ofMaxSize(4).map(pieces -> String.join("", pieces));
    }

    private static Arbitrary<String> piece() {
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("ab01 .:=%@+,-/_^~!#*?[]{}()<>|&;$`\\äß日😀é\u00a0\u200b\u0301\t")
                .ofMaxLength(6);
        Arbitrary<String> plain = Arbitraries.strings()
                .withChars("ab0.:=%@+,-/_^~äß日é")
                .ofMinLength(1)
                .ofMaxLength(6);
        Arbitrary<String> escaped =
                Arbitraries.chars().with(" '\"\\$`|&;()<>*?[]{}~^!#%=-a0\n").map(c -> "\\" + c);
        Arbitrary<String> history =
                Arbitraries.of("$HOME", "~", "a=~", "$(a)", "{a,b}", "*", "!!", "#", "\n", "&", ";");
        return Arbitraries.frequencyOf(
                Tuple.of(6, plain),
                Tuple.of(3, any.map(text -> "'" + text.replace("'", "") + "'")),
                Tuple.of(3, any.map(text -> "\"" + text.replace("\"", "") + "\"")),
                Tuple.of(2, plain.map(text -> "\"" + text + "\\\\\"")),
                Tuple.of(2, escaped),
                Tuple.of(1, any),
                Tuple.of(1, history));
    }
}
