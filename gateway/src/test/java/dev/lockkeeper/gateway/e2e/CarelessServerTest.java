package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.yaml.YamlBinder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server with the mistakes of real ones: each attack succeeds on it directly and is refused through the gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CarelessServerTest {

    private HttpServer inside;
    private RealClient direct;
    private RealClient guarded;
    private Program.Serving gateway;
    private Path bare;
    private Path kept;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/latest/meta-data", "canary-metadata");
        serve("/users/ada/profile", "profile of ada");
        inside.start();
        bare = furnish(temporary.toRealPath().resolve("bare"));
        kept = furnish(temporary.toRealPath().resolve("kept"));
        direct = RealClient.start(Peers.folder());
        List<String> command = command(bare);
        assertThat(direct.ask(JsonObject.EMPTY
                                .with("op", "connect")
                                .with("command", command.getFirst())
                                .with("args", JsonArray.ofStrings(command.subList(1, command.size()))))
                        .ok())
                .isTrue();
        var program = new Program(temporary);
        program.configureAll(Files.readString(Checkout.testdata("careless/lockkeeper.yaml"))
                .replace("COMMAND", JsonArray.ofStrings(command(kept)).text())
                .replace("DIR", kept.toString()));
        String token = program.token("alice");
        gateway = program.serve();
        guarded = RealClient.start(Peers.folder());
        assertThat(guarded.ask(JsonObject.EMPTY
                                .with("op", "connect")
                                .with("url", gateway.url("careless"))
                                .with("token", token))
                        .ok())
                .isTrue();
    }

    @AfterAll
    void stop() throws IOException {
        direct.close();
        guarded.close();
        gateway.close();
        inside.stop(0);
    }

    private void serve(String path, String text) {
        inside.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private List<String> command(Path directory) {
        return List.of(
                "node",
                Peers.folder().resolve("careless-server.mjs").toString(),
                directory.toString(),
                "http://127.0.0.1:" + inside.getAddress().getPort());
    }

    /** What the server has, and beside it what nobody should reach. */
    static Path furnish(Path directory) throws IOException {
        Path workspace = Files.createDirectories(directory.resolve("workspace"));
        Files.createDirectory(workspace.resolve("notes"));
        Files.createDirectories(workspace.resolve(".git/hooks"));
        repository(workspace.resolve("project"), "own-remote");
        repository(directory.resolve("other-repository"), "canary-remote");
        Files.writeString(workspace.resolve("a.txt"), "one\n");
        Files.writeString(workspace.resolve("b.txt"), "two\n");
        Path secret = Files.createDirectories(directory.resolve("secret"));
        Files.writeString(secret.resolve("plan.txt"), "canary-plan");
        Files.createSymbolicLink(workspace.resolve("shortcut"), secret);
        Files.writeString(
                Files.createDirectories(directory.resolve("workspace-evil")).resolve("plan.txt"), "canary-neighbour");
        return directory;
    }

    private static void repository(Path directory, String remote) throws IOException {
        Path git = directory.resolve(".git");
        for (String part : List.of("hooks", "objects", "refs/heads")) {
            Files.createDirectories(git.resolve(part));
        }
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(
                git.resolve("config"),
                "[core]\n\trepositoryformatversion = 0\n[remote \"origin\"]\n\turl = " + remote + "\n");
    }

    @TestFactory
    Stream<DynamicTest> every_attack_succeeds_directly_and_is_refused_through_the_gateway() throws Exception {
        return rows("careless/attacks.yaml")
                .map(row -> dynamicTest(text(row, "name"), () -> {
                    RealClient.Outcome bareOutcome = direct.call(text(row, "tool"), arguments(row, bare));
                    if (row.string("makes") != null) {
                        assertThat(bare.resolve(text(row, "makes"))).exists();
                    } else {
                        assertThat(bareOutcome.answer().text()).contains(text(row, "gives"));
                    }
                    RealClient.Outcome outcome = guarded.call(text(row, "tool"), arguments(row, kept));
                    assertThat(outcome.ok()).as(outcome.answer().text()).isFalse();
                    assertThat(outcome.data("reason")).as(outcome.message()).isEqualTo(text(row, "reason"));
                    assertThat(outcome.answer().text()).doesNotContain("canary");
                    if (row.string("makes") != null) {
                        assertThat(Files.exists(kept.resolve(text(row, "makes")), LinkOption.NOFOLLOW_LINKS))
                                .isFalse();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_the_tools_are_for_works_through_the_gateway() throws Exception {
        return rows("careless/uses.yaml")
                .map(row -> dynamicTest(text(row, "name"), () -> {
                    RealClient.Outcome outcome = guarded.call(text(row, "tool"), arguments(row, kept));
                    assertThat(outcome.ok()).as(outcome.answer().text()).isTrue();
                    assertThat(outcome.result().text()).contains(text(row, "gives"));
                }));
    }

    private static Stream<JsonObject> rows(String table) throws Exception {
        return ((JsonArray) YamlBinder.toJson(table, Files.readAllBytes(Checkout.testdata(table))))
                .items().stream().map(JsonObject.class::cast);
    }

    private JsonObject arguments(JsonObject row, Path directory) throws Exception {
        String text = Objects.requireNonNull(row.object("args"))
                .text()
                .replace("DIR", directory.toString())
                .replace("PORT", Integer.toString(inside.getAddress().getPort()));
        Json read = new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
        return (JsonObject) read;
    }

    private static String text(JsonObject row, String key) {
        return Objects.requireNonNull(row.string(key), key);
    }
}
