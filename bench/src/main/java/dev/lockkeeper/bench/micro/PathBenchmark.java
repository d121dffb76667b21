package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathMode;
import dev.lockkeeper.guard.path.PathSettings;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A path judged by its text, and by the files of this machine; two patterns are denied. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PathBenchmark {

    /** One path of ASCII, one of other letters, one with encodings, an attack; and as long as is read at all, and longer. */
    @Param({"plain", "letters", "percent", "attack", "1000", "4000", "1000000"})
    public String kind = "plain";

    private final PathSettings settings = PathSettings.writing("/workspace").withDeny("**/.git/**", "**/.env");
    private final PathGuard lexical = new PathGuard(settings, Access.READ);
    private Path root = Path.of("/");
    private PathGuard real = lexical;
    private Json text = new JsonString("");
    private Json onDisk = text;

    @Setup
    public void prepare() throws IOException {
        text = new JsonString(
                switch (kind) {
                    case "plain" -> "/workspace/projects/shop/src/main/java/com/example/Order.java";
                    case "letters" -> "/workspace/r\u00E9sum\u00E9s/\u8CC7\u6599/\u4F1A\u8B70.txt";
                    case "percent" -> "/workspace/my%20files/100%25.txt";
                    case "attack" -> "/workspace/%252e%252e%252f%252e%252e%252fetc/passwd";
                    default -> "/workspace" + "/segment".repeat(Integer.parseInt(kind) / 8);
                });
        root = Files.createTempDirectory("bench");
        Path file = Files.createDirectories(root.resolve("projects/shop/src")).resolve("Order.java");
        Files.writeString(file, "class Order {}");
        real = new PathGuard(PathSettings.writing(root.toString()).withMode(PathMode.REAL), Access.WRITE);
        onDisk = new JsonString(file.toString());
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Benchmark
    public Assessment lexical() {
        return lexical.judge(text);
    }

    @Benchmark
    public Assessment real() {
        return real.judge(onDisk);
    }
}
