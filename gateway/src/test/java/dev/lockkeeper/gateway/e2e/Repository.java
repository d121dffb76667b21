package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository with one commit, the same wherever it is made, and a file that is not added yet. */
final class Repository {

    private static final String DATE = "2026-01-02T03:04:05Z";

    private final Path folder;

    private Repository(Path folder) {
        this.folder = folder;
    }

    static Repository in(Path folder) throws Exception {
        var repository = new Repository(folder);
        repository.git("init", "--quiet", "--initial-branch=main");
        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        Files.writeString(folder.resolve("a.txt"), "one\n");
        repository.git("add", "a.txt");
        repository.git("commit", "--quiet", "--message", "Begin");
        Files.writeString(folder.resolve("b.txt"), "two\n");
        return repository;
    }

    /** What git prints. */
    String git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_AUTHOR_DATE", DATE);
        builder.environment().put("GIT_COMMITTER_DATE", DATE);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
