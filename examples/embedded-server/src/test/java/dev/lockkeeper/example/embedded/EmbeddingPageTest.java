package dev.lockkeeper.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Code in docs/embedding.md is code that is compiled and run here. */
class EmbeddingPageTest {

    private static final Path ROOT = Path.of(System.getProperty("lockkeeper.root"));
    private static final Path MODULE = ROOT.resolve("examples/embedded-server");
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w+)(?: policy)?\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    @TestFactory
    Stream<DynamicTest> every_block_is_taken_from_the_example() throws IOException {
        List<MatchResult> blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/embedding.md")))
                .results()
                .toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        return blocks.stream()
                .map(block -> dynamicTest(block.group(2).lines().findFirst().orElseThrow(), () -> {
                    switch (block.group(1)) {
                        case "java", "yaml" -> assertThat(sources()).contains(flat(block.group(2)));
                        case "xml" -> dependency(block.group(2));
                        default -> throw new AssertionError("a block of another kind: " + block.group(1));
                    }
                }));
    }

    @Test
    void its_types_exist() throws IOException {
        Stream<MatchResult> guards = Pattern.compile("`(\\w+Guard)`")
                .matcher(Files.readString(ROOT.resolve("docs/embedding.md")))
                .results();
        try (Stream<Path> core = Files.walk(ROOT.resolve("core/src/main/java"))) {
            List<String> names = core.map(file -> file.getFileName().toString()).toList();
            assertThat(guards.map(guard -> guard.group(1) + ".java"))
                    .isNotEmpty()
                    .allMatch(names::contains);
        }
    }

    private static void dependency(String block) throws IOException {
        String version = VERSION.matcher(Files.readString(ROOT.resolve("core/pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(flat(block)).contains("<version>" + version + "</version>");
        assertThat(sources()).contains(flat(block.replaceFirst("(?s)  <version>.*", "")));
    }

    /** Everything of the module, without indentation. */
    private static String sources() throws IOException {
        try (Stream<Path> tree = Files.walk(MODULE.resolve("src"))) {
            return Stream.concat(tree.filter(Files::isRegularFile), Stream.of(MODULE.resolve("pom.xml")))
                    .map(EmbeddingPageTest::text)
                    .collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        try {
            return flat(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String flat(String text) {
        return text.lines().map(line -> line.strip() + "\n").collect(Collectors.joining());
    }
}
