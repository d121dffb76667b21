package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers with nothing but their profile, by the tables of {@code testdata/profiles/real}: what they are for works
 * through the gateway, and attacks are refused that succeed without it, or that the server withstands by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealServersTest {

    private static final String FOLDER = "profiles/real";

    private HttpServer inside;
    private RealClient direct;
    private RealClient guarded;
    private Program.Serving gateway;
    private Path bare;
    private Path kept;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page("/page", "<html><body><article><p>a page to read</p></article></body></html>");
        page("/json", "{\"answer\": 42}");
        page("/inside", "canary-inside");
        inside.start();
        bare = furnish(temporary.toRealPath().resolve("bare"));
        kept = furnish(temporary.toRealPath().resolve("kept"));
        direct = RealClient.start(Peers.folder());
        guarded = RealClient.start(Peers.folder());
        JsonObject servers = JsonObject.EMPTY;
        for (String name : Yaml.tables(FOLDER)) {
            seed(name, kept);
            seed(name, bare);
            servers = servers.with(
                    name, object(name, "server", kept).with("run", JsonArray.ofStrings(command(name, kept))));
        }
        Path hosts = Files.writeString(temporary.resolve("hosts"), "93.184.216.34 docs.example.com\n");
        var program = new Program(temporary, "-Djdk.net.hosts.file=" + hosts);
        program.configureAll(JsonObject.EMPTY
                .with("version", JsonNumber.of(1))
                .with("listen", Yaml.json("{\"port\": 0, \"health-port\": 0}"))
                .with("servers", servers)
                .text());
        String token = program.token("alice");
        gateway = program.serve();
        for (String name : Yaml.tables(FOLDER)) {
            connected(guarded.ask(JsonObject.EMPTY
                    .with("op", "connect")
                    .with("client", name)
                    .with("url", gateway.url(name))
                    .with("token", token)));
        }
    }

    @AfterAll
    void stop() throws IOException {
        direct.close();
        guarded.close();
        gateway.close();
        inside.stop(0);
    }

    private void page(String path, String text) {
        inside.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /** A repository with an origin in the root, and beside the root what nobody should reach. */
    private static Path furnish(Path directory) throws Exception {
        Path root = Files.createDirectories(directory.resolve("root"));
        Repository repository = Repository.in(Files.createDirectory(root.resolve("repo")));
        Repository secret = Repository.in(Files.createDirectory(directory.resolve("outside")));
        Files.writeString(directory.resolve("outside/plan.txt"), "canary-plan\n");
        secret.git("add", "plan.txt");
        secret.git("commit", "--quiet", "--message", "Keep the canary");
        secret.git("clone", "--quiet", ".", directory.resolve("root-evil").toString());
        repository.git(
                "clone", "--quiet", "--bare", ".", root.resolve("origin.git").toString());
        repository.git("remote", "add", "origin", root.resolve("origin.git").toString());
        Files.createSymbolicLink(root.resolve("shortcut"), directory.resolve("outside"));
        Files.writeString(
                Files.createDirectories(directory.resolve("home/.kube")).resolve("config"), "canary-config");
        return directory;
    }

    private static List<String> command(String server, Path directory) {
        return switch (server) {
            case "fetch", "fetch-permitted" -> Peers.peer("mcp-fetch-server/dist/index.js");
            case "git", "git-confined" -> Peers.git();
            case "github" -> Peers.peer("@modelcontextprotocol/server-github/dist/index.js");
            case "playwright" ->
                Peers.peer("@playwright/mcp/cli.js", "--caps=vision,pdf,devtools,network,storage,testing,config");
            case "sqlite" ->
                Peers.peer(
                        "mcp-server-sqlite-npx/dist/index.js",
                        directory.resolve("notes.db").toString());
            default -> throw new AssertionError(server);
        };
    }

    // The last that is seeded stays connected: the one that has no gateway.
    private void seed(String server, Path directory) throws Exception {
        List<String> command = command(server, directory);
        JsonObject env = object(server, "server", directory).object("env");
        connected(direct.ask(JsonObject.EMPTY
                .with("op", "connect")
                .with("client", server)
                .with("command", command.getFirst())
                .with("args", JsonArray.ofStrings(command.subList(1, command.size())))
                .with("env", env == null ? JsonObject.EMPTY : env)));
        for (JsonObject row : rows(server, "seed")) {
            Outcome outcome = call(direct, server, row, directory);
            assertThat(outcome.answer().text()).doesNotContain("\"isError\":true");
        }
    }

    private static void connected(Outcome outcome) {
        assertThat(outcome.ok()).as(outcome.answer().text()).isTrue();
    }

    @TestFactory
    Stream<DynamicNode> every_attack_is_refused_through_the_gateway_and_seen_without_it() {
        return each("attacks", this::attack);
    }

    @TestFactory
    Stream<DynamicNode> what_the_tools_are_for_works_with_the_profile_alone() {
        return each("uses", this::use);
    }

    @TestFactory
    Stream<DynamicNode> what_a_profile_does_not_let_be_used_is_refused() {
        return each("denied", (server, row) -> refused(server, row));
    }

    /** Servers that need a browser or another's account are held complete by their definitions only. */
    @TestFactory
    Stream<DynamicTest> every_tool_of_the_server_is_used_or_denied() {
        return Stream.of("fetch-permitted", "git", "sqlite")
                .map(server -> dynamicTest(server, () -> {
                    Outcome listed =
                            guarded.ask(JsonObject.EMPTY.with("op", "tools").with("client", server));
                    var tools = new TreeSet<String>();
                    Objects.requireNonNull(listed.result().array("tools"))
                            .items()
                            .forEach(tool -> tools.add(Yaml.text((JsonObject) tool, "name")));
                    var named = new TreeSet<String>();
                    Stream.of("uses", "denied")
                            .flatMap(kind -> rows(server, kind).stream())
                            .forEach(row -> named.add(Yaml.text(row, "tool")));
                    assertThat(named).isEqualTo(tools).isNotEmpty();
                }));
    }

    @FunctionalInterface
    private interface Check {
        void run(String server, JsonObject row) throws Exception;
    }

    private static Stream<DynamicNode> each(String kind, Check check) {
        return Yaml.tables(FOLDER).stream()
                .filter(server -> !rows(server, kind).isEmpty())
                .map(server -> dynamicContainer(
                        server,
                        rows(server, kind).stream()
                                .map(row -> dynamicTest(
                                        Yaml.text(row, "name", Yaml.text(row, "tool")),
                                        () -> check.run(server, row)))));
    }

    private void attack(String server, JsonObject row) throws Exception {
        boolean made = row.string("makes") != null;
        String seen = Yaml.text(row, "gives", Yaml.text(row, "withstands", ""));
        if (made || !seen.isEmpty()) {
            Outcome without = call(direct, server, row, bare);
            if (made) {
                assertThat(bare.resolve(Yaml.text(row, "makes")))
                        .as(without.answer().text())
                        .exists();
            } else {
                assertThat(without.answer().text()).contains(seen);
            }
        }
        refused(server, row);
        if (made) {
            assertThat(Files.exists(kept.resolve(Yaml.text(row, "makes")), LinkOption.NOFOLLOW_LINKS))
                    .isFalse();
        }
    }

    private void refused(String server, JsonObject row) throws Exception {
        Outcome outcome = call(guarded, server, row, kept);
        assertThat(outcome.ok()).as(outcome.answer().text()).isFalse();
        assertThat(outcome.data("reason")).as(outcome.message()).isEqualTo(Yaml.text(row, "reason"));
        assertThat(outcome.answer().text()).doesNotContain("canary");
    }

    private void use(String server, JsonObject row) throws Exception {
        Outcome outcome = call(guarded, server, row, kept);
        assertThat(outcome.ok()).as(outcome.answer().text()).isTrue();
        assertThat(outcome.result().text()).contains(Yaml.text(row, "gives")).doesNotContain("\"isError\":true");
    }

    private Outcome call(RealClient client, String server, JsonObject row, Path directory) throws IOException {
        return client.ask(JsonObject.EMPTY
                .with("op", "call")
                .with("client", server)
                .with("name", Yaml.text(row, "tool"))
                .with("arguments", filled(Objects.requireNonNull(row.object("args")), directory)));
    }

    private JsonObject object(String server, String member, Path directory) {
        return filled(Objects.requireNonNull(table(server).object(member)), directory);
    }

    private JsonObject filled(JsonObject object, Path directory) {
        return (JsonObject) Yaml.json(object.text()
                .replace("FOLDER", directory.toString())
                .replace("PORT", Integer.toString(inside.getAddress().getPort())));
    }

    private static List<JsonObject> rows(String server, String kind) {
        Json rows = table(server).get(kind);
        return rows == null ? List.of() : Yaml.rows(rows);
    }

    private static JsonObject table(String server) {
        return (JsonObject) Yaml.table(FOLDER + "/" + server + ".yaml");
    }
}
