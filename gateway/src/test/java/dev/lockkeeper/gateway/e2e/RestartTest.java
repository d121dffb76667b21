package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server that is killed in the middle of a conversation. */
class RestartTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static List<ProcessHandle> servers(Path workspace) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("server-filesystem") && line.endsWith(workspace.toString()))
                        .isPresent())
                .toList();
    }

    private Path configure(Program program) throws Exception {
        Path workspace = Files.createDirectory(directory.toRealPath().resolve("workspace"));
        program.configure("servers: { files: { run: " + Peers.run("filesystem", workspace.toString())
                + ", env-from: [PATH], allow: [list_allowed_directories] } }");
        return workspace;
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "auto"})
    void a_client_on_standard_input_goes_on_with_another_process(String mode) throws Exception {
        var program = new Program(directory);
        Path workspace = configure(program);
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(program.stdio(mode, "stdio", "--server", "files"));
            assertThat(client.call("list_allowed_directories", JsonObject.EMPTY).ok())
                    .isTrue();
            List<ProcessHandle> before = servers(workspace);
            assertThat(before).hasSize(1);
            before.getFirst().destroyForcibly();
            await().until(() -> !before.getFirst().isAlive());
            await().until(() ->
                    client.call("list_allowed_directories", JsonObject.EMPTY).ok());
            assertThat(servers(workspace)).hasSize(1).doesNotContainAnyElementsOf(before);
        }
        await().until(() -> servers(workspace).isEmpty());
    }

    @Test
    void a_client_over_http_begins_again() throws Exception {
        var program = new Program(directory);
        Path workspace = configure(program);
        String token = program.token("alice");
        try (Program.Serving gateway = program.serve();
                RealClient first = RealClient.start(Peers.folder());
                RealClient second = RealClient.start(Peers.folder())) {
            JsonObject connect = JsonObject.EMPTY
                    .with("op", "connect")
                    .with("mode", "legacy")
                    .with("url", gateway.url("files"))
                    .with("token", token);
            first.ask(connect);
            assertThat(first.call("list_allowed_directories", JsonObject.EMPTY).ok())
                    .isTrue();
            servers(workspace).forEach(ProcessHandle::destroyForcibly);
            await().until(() ->
                    !first.call("list_allowed_directories", JsonObject.EMPTY).ok());
            second.ask(connect);
            assertThat(second.call("list_allowed_directories", JsonObject.EMPTY).ok())
                    .isTrue();
        }
        await().until(() -> servers(workspace).isEmpty());
    }
}
