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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A path judged by its text, and by the files of this machine; two patterns are denied. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PathBenchmark {

    /** Of ASCII, of other letters, with percent signs, and an attack, which is refused. */
    @Param({"plain", "letters", "percent", "attack"})
    public String kind = "plain";

    private final PathGuard lexical = guard("/workspace", PathMode.LEXICAL);
    private PathGuard real = lexical;
    private Json text = new JsonString("");
    private Json onDisk = text;

    @Setup
    public void prepare() throws IOException {
        String path = switch (kind) {
            case "plain" -> "/projects/shop/src/main/java/com/example/Order.java";
            case "letters" -> "/r\u00E9sum\u00E9s/\u8CC7\u6599/\u4F1A\u8B70.txt";
            case "percent" -> "/my%20files/100%25.txt";
            default -> "/%252e%252e%252f%252e%252e%252fetc/passwd";
        };
        Path root = Samples.directory("root");
        if (!kind.equals("attack")) {
            Path file = Path.of(root + path);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, "class Order {}");
        }
        real = guard(root.toString(), PathMode.REAL);
        text = new JsonString("/workspace" + path);
        onDisk = new JsonString(root + path);
        for (Assessment said : List.of(lexical(), real())) {
            if (said instanceof Assessment.Fit == kind.equals("attack")) {
                throw new IllegalStateException(said.toString());
            }
        }
    }

    private static PathGuard guard(String root, PathMode mode) {
        return new PathGuard(
                PathSettings.writing(root).withDeny("**/.git/**", "**/.env").withMode(mode), Access.WRITE);
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
