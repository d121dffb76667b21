package dev.lockkeeper.guard.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A shell of this machine that finds nothing but programs which write down the words they were started with. Its home is
 * empty; its directory holds files with names that patterns would match.
 */
final class RealShell {

    private static final String PERL = """
            binmode STDOUT; open(my $out, '>>', $ENV{SEEN}) or die; binmode $out; my $name = $0; $name =~ s{.*/}{};
            print $out join("\\0", @ARGV + 1, $name, @ARGV), "\\0";
            """;
    private static final String NODE = """
            const words = [require('path').basename(process.argv[1]), ...process.argv.slice(2)];
            require('fs').appendFileSync(process.env.SEEN, [words.length, ...words, ''].join('\\0'));
            """;

    /** What the script says of itself at its end: variables, aliases, mask and directory. */
    private static final String STATE = "\nexport -p\nalias\numask\npwd\n";

    private final List<String> command;
    private final Path place;

    private RealShell(List<String> command, Path place, Set<String> programs) throws IOException {
        this.command = command;
        this.place = place;
        for (String folder : List.of("home", "here", "bin")) {
            Files.createDirectories(place.resolve(folder));
        }
        for (String name : List.of("a", "b", "ab", "x y", "-n", "a.java", "=", "~", "{a,b}")) {
            Files.writeString(place.resolve("here").resolve(name), "");
        }
        Optional<Path> perl = program("perl");
        String source = perl.isPresent() ? PERL : NODE;
        Path interpreter = perl.or(() -> program("node")).orElseThrow();
        for (String name : programs) {
            Path file = place.resolve("bin").resolve(name);
            Files.writeString(file, "#!" + interpreter + "\n" + source);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** The POSIX shells of this machine; skips the test where there is none, or nothing to write a program in. */
    static List<RealShell> all(Path place, Set<String> programs) throws IOException {
        Assumptions.assumeTrue(
                program("perl").or(() -> program("node")).isPresent(), "skipped: there is neither perl nor node");
        List<RealShell> shells = new ArrayList<>();
        // Some builds of busybox start their own ls and cat, whatever lies on the path.
        List<String> names = programs.contains("ls") ? List.of("bash", "dash") : List.of("bash", "dash", "busybox");
        for (String name : names) {
            Optional<Path> found = program(name);
            if (found.isPresent()) {
                String shell = found.get().toString();
                List<String> start = name.equals("busybox") ? List.of(shell, "sh") : List.of(shell);
                shells.add(new RealShell(start, place.resolve(name), programs));
            }
        }
        Assumptions.assumeFalse(shells.isEmpty(), "skipped: there is no shell");
        return shells;
    }

    static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isExecutable(file) && !file.toString().contains("shims"))
                .findFirst();
    }

    /**
     * Demands that the shell takes each line for one command that is started with these words, and that nothing else
     * happens: no other program, no output, no file, no change of the shell's own state.
     */
    void startsExactly(List<String> lines, List<List<String>> words) throws IOException {
        String quiet = run(List.of(), "");
        Path script = place.resolve("script");
        Files.writeString(script, String.join("\n", lines) + "\n");
        assertThat(start(List.of("-n"), script)).as(this + " -n").isEmpty();
        Map<String, String> files = files();

        assertThat(run(List.of(), String.join("\n", lines)))
                .as("the state of " + this)
                .isEqualTo(quiet);
        List<List<String>> seen = seen();
        for (int i = 0; i < Math.min(lines.size(), seen.size()); i++) {
            assertThat(seen.get(i)).as(this + ": " + lines.get(i)).isEqualTo(words.get(i));
        }
        assertThat(seen).as(this.toString()).hasSameSizeAs(words);
        assertThat(files()).as("the files of " + this).isEqualTo(files);
    }

    /** The programs that the lines start, by the kernel's word; empty where strace cannot be used. */
    List<String> traced(List<String> lines) throws IOException {
        Optional<Path> strace = program("strace");
        if (strace.isEmpty()) {
            return List.of();
        }
        Path trace = place.resolve("trace");
        run(
                List.of(strace.get().toString(), "-f", "-qq", "-e", "trace=execve,execveat", "-o", trace.toString()),
                String.join("\n", lines));
        seen();
        return Files.exists(trace)
                ? Files.readAllLines(trace).stream()
                        .filter(line -> line.contains("execve") && line.endsWith("= 0"))
                        .map(line -> line.substring(line.indexOf('"') + 1, line.indexOf('"', line.indexOf('"') + 1)))
                        .toList()
                : List.of();
    }

    /** Where the programs lie. */
    String bin() {
        return place.resolve("bin") + "/";
    }

    private String run(List<String> before, String text) throws IOException {
        Path script = place.resolve("script");
        Files.writeString(script, text + STATE);
        Files.deleteIfExists(place.resolve("seen"));
        return start(before, List.of(), script);
    }

    private String start(List<String> options, Path script) throws IOException {
        return start(List.of(), options, script);
    }

    private String start(List<String> before, List<String> options, Path script) throws IOException {
        List<String> all = new ArrayList<>(before);
        all.addAll(command);
        all.addAll(options);
        all.add(script.toString());
        Path output = place.resolve("output");
        var builder = new ProcessBuilder(all)
                .directory(place.resolve("here").toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", place.resolve("bin").toString(),
                        "HOME", place.resolve("home").toString(),
                        "SEEN", place.resolve("seen").toString(),
                        "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(this + " does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return Files.readString(output);
    }

    private List<List<String>> seen() throws IOException {
        Path file = place.resolve("seen");
        if (!Files.exists(file)) {
            return List.of();
        }
        String[] parts = new String(Files.readAllBytes(file), UTF_8).split("\0", -1);
        List<List<String>> commands = new ArrayList<>();
        for (int at = 0; at + 1 < parts.length; ) {
            int count = Integer.parseInt(parts[at]);
            commands.add(List.of(parts).subList(at + 1, at + 1 + count));
            at += 1 + count;
        }
        return commands;
    }

    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        for (String folder : List.of("home", "here", "bin")) {
            try (Stream<Path> all = Files.walk(place.resolve(folder))) {
                for (Path file : all.toList()) {
                    files.put(file.toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    @Override
    public String toString() {
        return command.getFirst();
    }
}
