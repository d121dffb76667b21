package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.front.EntranceRefused;
import dev.lockkeeper.gateway.identity.TokenStore;
import dev.lockkeeper.gateway.identity.TokensRefused;
import dev.lockkeeper.json.JsonArray;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A gateway in a temporary directory, with real servers behind it and a workspace to work on. */
final class DemoStage implements AutoCloseable {

    private static final String CONFIGURATION = """
            version: 1
            listen: { port: 0, health-port: 0 }
            journal: { directory: journal }

            servers:
              files:
                run: [node, PEERS/server-filesystem/dist/index.js, PLACE/workspace]
                env-from: [PATH]
                profile: filesystem
                root: PLACE/workspace
                allow: [list_directory, read_text_file]

              careless:
                run: CARELESS
                env-from: [PATH]
                guards:
                  path: { read: [PLACE/careless/workspace], mode: real }
                  sql: { dialect: sqlite, tables: [orders] }
                arguments:
                  - tool: read_file
                    types: { /path: path }
                  - tool: get_design
                    types: { /fileKey: identifier }
                  - tool: query
                    types: { /sql: sql }
                allow: [read_file, get_design, query]

              memory:
                profile: memory
                run: [node, PEERS/server-memory/dist/index.js]
                env: { MEMORY_FILE_PATH: PLACE/memory.json }
                env-from: [PATH]
                allow: [create_entities, read_graph]

              everything:
                run: [node, PEERS/server-everything/dist/index.js]
                env-from: [PATH]
                profile: everything
                allow: [echo]
            """;

    private final Path place;
    private final Path peers;
    private final Wiring wiring;
    private final HttpGateway gateway;
    private final String token;

    private DemoStage(Path place, Path peers, Wiring wiring, HttpGateway gateway, String token) {
        this.place = place;
        this.peers = peers;
        this.wiring = wiring;
        this.gateway = gateway;
        this.token = token;
    }

    /** A gateway in a temporary directory; the place is its real path, since links are followed. */
    static DemoStage set(Path temporary, Path peers) throws IOException, EntranceRefused, TokensRefused {
        Path place = temporary.toRealPath();
        Files.createDirectory(place.resolve("workspace"));
        Files.writeString(place.resolve("workspace/notes.txt"), "Water the plants.\nCall Ada back.\nBuy bread.\n");
        furnish(place.resolve("careless"));
        Path configuration = place.resolve(Home.FILE);
        Files.writeString(
                configuration,
                CONFIGURATION
                        .replace(
                                "CARELESS",
                                JsonArray.ofStrings(careless(place, peers)).text())
                        .replace("PLACE", place.toString())
                        .replace(
                                "PEERS",
                                peers.resolve("node_modules/@modelcontextprotocol")
                                        .toString()));
        var home = new Home(place);
        String token =
                new TokenStore(place, Clock.systemUTC()).create("demo", null).exposeToOwner();
        PrintStream quiet = new PrintStream(
                Files.newOutputStream(place.resolve("decisions.log")), true, java.nio.charset.StandardCharsets.UTF_8);
        Wiring wiring = Wiring.open(new Wiring.Plan(configuration, home, System.getenv(), quiet));
        return new DemoStage(place, peers, wiring, HttpGateway.start(wiring, home), token);
    }

    // What the careless server has, and beside it what nobody should reach.
    private static void furnish(Path careless) throws IOException {
        Files.createDirectories(careless.resolve("workspace"));
        Files.writeString(Files.createDirectory(careless.resolve("secret")).resolve("plan.txt"), "canary-plan");
        Files.writeString(
                Files.createDirectory(careless.resolve("workspace-evil")).resolve("plan.txt"), "canary-neighbour");
    }

    private static List<String> careless(Path place, Path peers) {
        return List.of(
                "node",
                peers.resolve("careless-server.mjs").toString(),
                place.resolve("careless").toString());
    }

    /** The command of the server with known mistakes. */
    List<String> careless() {
        return careless(place, peers);
    }

    Path carelessPlace() {
        return place.resolve("careless");
    }

    Path peers() {
        return peers;
    }

    Path workspace() {
        return place.resolve("workspace");
    }

    Path journal() {
        return place.resolve("journal");
    }

    String url(String server) {
        return gateway.url(server);
    }

    String token() {
        return token;
    }

    /** How real clients are connected to this gateway. */
    List<String> connections() {
        String url = url("files");
        String header = "Authorization: Bearer " + token;
        return List.of(
                "",
                "The gateway goes on; end it with Ctrl-C. To connect:",
                "  Claude Code   claude mcp add --transport http files " + url + " --header \"" + header + "\"",
                "  VS Code       code --add-mcp '{\"name\":\"files\",\"type\":\"http\",\"url\":\"" + url
                        + "\",\"headers\":{\"Authorization\":\"Bearer " + token + "\"}}'",
                "  Inspector     npx @modelcontextprotocol/inspector --cli " + url + " --transport http --header \""
                        + header + "\" --method tools/list",
                "  Configuration " + place.resolve(Home.FILE) + " (a change takes effect at once)");
    }

    @Override
    public void close() {
        gateway.close();
        wiring.close();
    }

    /** Removes the directory and all below it. */
    static void remove(Path place) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
