package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathMode;
import dev.lockkeeper.guard.path.PathSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Directories of this machine with a canary in what nobody may read, and the programs of this machine to read it. */
final class RealWorkspace {

    static final String CANARY = "kestrel-7731";

    private final Path base;
    private final Path workspace;

    /** Makes the workspace; beside it lies what links lead to. */
    RealWorkspace(Path base) throws IOException {
        this.base = base.toRealPath();
        workspace = Files.createDirectories(this.base.resolve("workspace"));
        Files.createDirectories(this.base.resolve("home"));
        Files.writeString(Files.createDirectories(this.base.resolve("secret")).resolve("plan.txt"), CANARY);
        for (String file : List.of("a.txt", "src/a.c", "other/b.c")) {
            write(file, "nothing\n");
        }
        for (String link : List.of("shortcut", "HEAD:x", "main..x", "v1")) {
            Files.createSymbolicLink(workspace.resolve(link), Path.of("../secret"));
        }
        Files.createSymbolicLink(workspace.resolve("link.txt"), Path.of("../secret/plan.txt"));
    }

    void writeDenied() throws IOException {
        write(".env", CANARY);
        write("src/.env", CANARY);
    }

    /** A repository whose last commits have nothing to do with what is denied. */
    void makeRepository() throws IOException {
        run(List.of("git", "init", "-q", "-b", "main"));
        commit();
        writeDenied();
        commit();
        write("a.txt", "something\n");
        commit();
        write("src/a.c", "something\n");
        commit();
    }

    private void commit() throws IOException {
        run(List.of("git", "add", "-A"));
        run(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Change"));
    }

    private void write(String file, String text) throws IOException {
        Path path = workspace.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** The guards of a careful operator. */
    Operands operands() {
        PathSettings settings = PathSettings.reading(workspace.toString())
                .withRelative(workspace.toString())
                .withMode(PathMode.REAL)
                .withDeny("**/.env", "**/.git/**");
        return Operands.NONE
                .with(OperandType.PATH, new PathGuard(settings, Access.READ))
                .with(OperandType.PATH_TREE, new PathGuard(settings, Access.READ_TREE));
    }

    /** What the command prints, errors too. */
    String run(List<String> words) throws IOException {
        List<String> command = new ArrayList<>(words);
        command.set(
                0,
                RealShell.program(words.getFirst())
                        .orElseGet(() -> Assumptions.abort("skipped: there is no " + words.getFirst()))
                        .toString());
        Path output = base.resolve("output");
        var builder = new ProcessBuilder(command)
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", System.getenv().getOrDefault("PATH", ""),
                        "HOME", base.resolve("home").toString(),
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CEILING_DIRECTORIES", base.toString(),
                        "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return Files.readString(output);
    }
}
