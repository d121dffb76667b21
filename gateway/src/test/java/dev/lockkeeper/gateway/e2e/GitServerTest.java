package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The git server, which says much on standard error before it answers anything. */
class GitServerTest {

    @TempDir
    private Path directory;

    @Test
    void a_repository_is_read_and_only_people_commit() throws Exception {
        Path folder = Files.createDirectory(directory.toRealPath().resolve("repository"));
        Repository repository = Repository.in(folder);
        var program = new Program(directory);
        program.configure("""
                servers:
                  git:
                    run: %s
                    env: { GIT_BASE_DIR: %s, GIT_SIGN_COMMITS: "false", HOME: %s }
                    env-from: [PATH]
                    deny: [{ tools: [git_push, git_commit], because: People commit }]
                    allow: [{ tools: ['*'], where: 'has(args.path) && args.path == "%s"' }]
                """.formatted(JsonArray.ofStrings(Peers.git()).text(), folder, directory, folder));
        String token = program.token("alice");
        JsonObject path = JsonObject.EMPTY.with("path", folder.toString());
        try (Program.Serving gateway = program.serve();
                RealClient client = RealClient.start(Peers.folder())) {
            client.ask(JsonObject.EMPTY
                    .with("op", "connect")
                    .with("url", gateway.url("git"))
                    .with("token", token));
            JsonArray tools = Objects.requireNonNull(
                    client.ask(JsonObject.EMPTY.with("op", "tools")).result().array("tools"));
            assertThat(tools.items()).hasSize(26);
            assertThat(client.call("git_log", path).result().text()).contains("Begin");
            assertThat(client.call("git_add", path.with("paths", JsonArray.ofStrings(List.of("b.txt"))))
                            .ok())
                    .isTrue();
            assertThat(client.call("git_commit", path.with("message", "Sneak in"))
                            .data("reason"))
                    .isEqualTo("policy.denied");
            assertThat(client.call("git_status", JsonObject.EMPTY.with("path", "/"))
                            .data("reason"))
                    .isEqualTo("policy.default-deny");
            assertThat(client.call("git_status", path).result().text()).contains("b.txt");
        }
        assertThat(repository.git("log", "--format=%s")).isEqualTo("Begin\n");
        assertThat(repository.git("diff", "--cached", "--name-only")).isEqualTo("b.txt\n");
        // What the server said stands in the gateway's log.
        assertThat(Files.readString(program.home().resolve("stderr.log")))
                .contains("Registering 28 tool(s)")
                .hasSizeGreaterThan(20_000);
    }
}
