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
                var client = new RawClient.OverHttp(gateway.url("files"), token, "2025-11-25")) {
            JsonObject call = JsonObject.EMPTY.with("name", "list_allowed_directories");
            client.ask("initialize", RawClient.introduction("2025-11-25"));
            client.tell("notifications/initialized");
            assertThat(client.ask("tools/call", call).object("result")).isNotNull();
            servers(workspace).forEach(ProcessHandle::destroyForcibly);
            // What is asked while nobody knows it yet fails as what was under way; then the session is gone, by which
            // clients know that they have to begin again.
            await().until(() -> {
                String refused = client.ask("tools/call", call).text();
                assertThat(refused).contains(client.status() == 404 ? "session.unknown" : "upstream.closed");
                return client.status() == 404;
            });
            client.ask("initialize", RawClient.introduction("2025-11-25"));
            client.tell("notifications/initialized");
            assertThat(client.ask("tools/call", call).object("result")).isNotNull();
        }
        await().until(() -> servers(workspace).isEmpty());
    }
}
