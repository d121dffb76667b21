package dev.lockkeeper.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that lives no longer than this one: a shell beside it ends it when its own standard input does, even where
 * this process is killed.
 */
final class Child implements AutoCloseable {

    // Prints the id of the process first. It reads from a pipe of its own, so that the end of standard input is seen
    // here
    // as well; and nothing of this holds standard output open once the process has ended.
    private static final String GUARD = """
            ulimit -n "$(ulimit -Hn)"
            ulimit -n 1048576 2>/dev/null
            pipe=$1
            shift
            mkfifo "$pipe" || exit 1
            "$@" <"$pipe" &
            child=$!
            exec 3>"$pipe" 4<&0
            rm "$pipe"
            echo "$child"
            {
                cat <&4 >&3
                exec 3>&-
                kill "$child"
            } >/dev/null 2>&1 &
            watch=$!
            exec 3>&- 4<&-
            wait "$child"
            kill "$watch" 2>/dev/null
            """;
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final String name;
    private final Process shell;
    private final Path log;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final ProcessHandle process;

    private Child(String name, Process shell, Path log) throws IOException {
        this.name = name;
        this.shell = shell;
        this.log = log;
        this.out = shell.inputReader(StandardCharsets.UTF_8);
        this.in = shell.outputWriter(StandardCharsets.UTF_8);
        this.process = ProcessHandle.of(Long.parseLong(line())).orElseThrow(() -> ended("the process"));
    }

    /**
     * Starts a process.
     *
     * @param place a directory for what it prints on standard error
     */
    static Child start(String name, Path place, Map<String, String> environment, List<String> command)
            throws IOException {
        List<String> guarded = new ArrayList<>(List.of(
                "/bin/sh", "-c", GUARD, "guard", place.resolve(name + ".in").toString()));
        guarded.addAll(command);
        Path log = place.resolve(name + ".log");
        var builder = new ProcessBuilder(guarded).directory(place.toFile()).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), log);
    }

    /** A process of this module's own. */
    static Child java(Path place, String name, Class<?> main, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(Java.program()));
        command.addAll(options);
        command.addAll(List.of("-cp", Java.classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return start(name, place, Map.of(), command);
    }

    /** The next line that it prints. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw ended("it");
        }
        return line;
    }

    /** Sends it a line, and returns the line it answers with. */
    String ask(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
        return line();
    }

    /** Its processor time so far, that of its own children included. */
    Duration processorTime() {
        return all().map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Its resident memory in bytes, that of its own children included. */
    long residentBytes() throws IOException {
        try {
            return all().mapToLong(each -> Java.residentBytes(each.pid())).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The bytes of its live objects, after a full collection. */
    long liveBytes() throws IOException {
        return Java.liveBytes(process.pid());
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private IllegalStateException ended(String what) {
        try {
            List<String> said = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return new IllegalStateException(name + ": " + what + " ended. "
                    + String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size())));
        } catch (IOException e) {
            return new IllegalStateException(name + ": " + what + " ended, and left no word.", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            if (!shell.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                shell.waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        out.close();
    }
}
