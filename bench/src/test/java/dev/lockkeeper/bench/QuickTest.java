package dev.lockkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.bench.micro.Sized;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every measurement runs to its end and produces numbers; which ones is for a quiet machine to say. */
class QuickTest {

    private static final String NUMBER = "-?[0-9][0-9,.]*( %)?";

    @TempDir
    private static Path directory;

    private static String told = "";

    @BeforeAll
    @Timeout(600)
    static void run_everything_once() throws Exception {
        Built.required();
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(
                        Java.program(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dlockkeeper.root=" + System.getProperty("lockkeeper.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bench.class.getName(),
                        "all",
                        "--quick")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(9, TimeUnit.MINUTES)).isTrue();
        } finally {
            // Its own children end with it.
            process.destroy();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        told = Files.readString(out);
    }

    @Test
    void every_contender_has_its_numbers() {
        var wanted = new ArrayList<>(List.of(
                "direct",
                "Lockkeeper, read-only tool",
                "Lockkeeper, tool that may write",
                "Lockkeeper, read-only tool, 2026-07-28"));
        if (Nginx.program().isPresent()) {
            wanted.add("nginx, plain");
        }
        assertThat(wanted)
                .allSatisfy(name -> assertThat(rows("http", name))
                        .singleElement()
                        .satisfies(row -> assertThat(row.subList(1, 6)).allMatch(cell -> cell.matches(NUMBER))));
    }

    @Test
    void each_minute_of_the_soak_has_its_numbers() {
        for (String minute : List.of("1", "2", "3", "4", "5")) {
            assertThat(rows("soak", minute))
                    .singleElement()
                    .satisfies(row -> assertThat(row).allMatch(cell -> cell.matches(NUMBER)));
        }
    }

    @Test
    void both_kinds_of_servers_have_their_streams() {
        for (String name : List.of("the server keeps no stream", "the server keeps one for each session")) {
            assertThat(rows("streams", name))
                    .singleElement()
                    .satisfies(row -> assertThat(row.subList(1, row.size())).allMatch(cell -> cell.matches(NUMBER)));
        }
    }

    @Test
    void each_way_to_start_has_its_numbers() {
        Map<String, Boolean> ways =
                Map.of("direct", true, "its java command", true, "the same without the cache", true);
        assertThat(rows("stdio", "a server in sh"))
                .allSatisfy(row -> assertThat(row.subList(2, row.size())).allMatch(cell -> cell.matches(NUMBER)))
                .extracting(row -> row.get(1))
                .containsExactlyInAnyOrderElementsOf(ways.keySet());
    }

    @Test
    void each_step_has_its_numbers() {
        for (String step : List.of(
                "ReadBenchmark.read (kilobytes 1)",
                "ReadBenchmark.read (kilobytes 100)",
                "SchemaBenchmark.validate",
                "PolicyBenchmark.judge (rules 50)",
                "PolicyBenchmark.judge (rules 5000)",
                "JournalBenchmark.written",
                "JournalBenchmark.onDisk",
                "JournalBenchmark.writtenTogether (32 threads)",
                "JournalBenchmark.onDiskTogether (32 threads)",
                "DecisionBenchmark.decideAndRelease (journal none)",
                "DecisionBenchmark.decideAndRelease (journal file)")) {
            assertThat(rows("jmh", step))
                    .as(step)
                    .singleElement()
                    .satisfies(
                            row -> assertThat(List.of(row.get(1), row.get(3))).allMatch(cell -> cell.matches(NUMBER)));
        }
    }

    @Test
    void each_goal_of_the_guards_is_computed() {
        for (String goal : List.of(
                "a path, lexical",
                "a URL, names not resolved",
                "a command line",
                "a statement",
                "a statement again",
                "text and secrets of a clean answer of 10 KB",
                "all guards on a typical call, mode lexical",
                "all guards on a typical call, mode real")) {
            List<String> row = rows("guards", goal).getFirst();
            assertThat(row.subList(1, 3)).as(goal).allMatch(cell -> cell.matches(NUMBER));
            assertThat(row.getLast()).as(goal).isIn("met", "**missed**");
        }
    }

    @Test
    void each_guard_is_measured_up_to_1_MB() {
        assertThat(Sized.all()).isNotEmpty().allSatisfy(judge -> {
            // A goal may have the same name.
            var sizes = rows("guards", judge.what()).stream()
                    .filter(row -> row.size() == 6)
                    .toList();
            assertThat(sizes)
                    .hasSameSizeAs(judge.sizes())
                    .allSatisfy(row -> assertThat(row.subList(1, 4)).allMatch(cell -> cell.matches(NUMBER)));
            assertThat(sizes.getLast().get(1)).isEqualTo("1,000,000");
        });
    }

    /** The cells of the rows of a section that begin with this cell. */
    private static List<List<String>> rows(String section, String first) {
        var text = Pattern.compile("<!-- " + section + " -->.*<!-- end of " + section + " -->", Pattern.DOTALL)
                .matcher(told);
        assertThat(text.find()).as(told).isTrue();
        return text.group()
                .lines()
                .filter(line -> line.startsWith("| " + first + " |"))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                .toList();
    }
}
