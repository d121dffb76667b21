package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.testing.Checkout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code testdata/profiles/definitions} records of the installed servers is what they list. That the profiles have
 * a type for all of it, {@code ProfileDefinitionsTest} holds of the records. {@code LOCKKEEPER_RECORD=1} writes the tools
 * of a newer version into them.
 */
class DefinitionsTest {

    private static final String VERSION = "2025-06-18";

    /** @param script relative to the folder of packages */
    private record Installed(String file, String folder, String script, List<String> arguments) {

        Installed(String file, String folder, String script, String... arguments) {
            this(file, folder, script, List.of(arguments));
        }

        List<String> command() {
            var command =
                    Stream.concat(Stream.of("node", packages().resolve(script).toString()), arguments.stream());
            return command.toList();
        }

        Path packages() {
            return Peers.folder(folder).resolve("node_modules");
        }
    }

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> every_installed_server_lists_what_is_recorded() {
        String official = "@modelcontextprotocol/server-";
        return Stream.of(
                        new Installed("everything-2026.8.31", "node", official + "everything/dist/index.js", "stdio"),
                        new Installed("fetch-1.1.2", "peers", "mcp-fetch-server/dist/index.js"),
                        new Installed(
                                "filesystem-2026.8.31",
                                "node",
                                official + "filesystem/dist/index.js",
                                directory.toString()),
                        new Installed("git-2.15.3", "peers", "@cyanheads/git-mcp-server/dist/index.js"),
                        new Installed("github-2025.4.8", "peers", official + "github/dist/index.js"),
                        new Installed("memory-2026.8.31", "node", official + "memory/dist/index.js"),
                        new Installed(
                                "playwright-0.0.83",
                                "peers",
                                "@playwright/mcp/cli.js",
                                "--caps=vision,pdf,devtools,network,storage,testing,config"),
                        new Installed(
                                "postgres-0.6.2",
                                "peers",
                                official + "postgres/dist/index.js",
                                "postgresql://localhost:1/none"),
                        new Installed(
                                "sqlite-0.8.0",
                                "peers",
                                "mcp-server-sqlite-npx/dist/index.js",
                                directory.resolve("notes.db").toString()))
                .map(server -> dynamicTest(server.file(), () -> check(server)));
    }

    private void check(Installed server) throws Exception {
        Path file = Checkout.testdata("profiles/definitions/" + server.file() + ".json");
        JsonObject recorded = RawClient.read(Files.readString(file));
        Path description =
                server.packages().resolve(Yaml.text(recorded, "server")).resolve("package.json");
        assertThat(RawClient.read(Files.readString(description)).string("version"))
                .isEqualTo(recorded.string("version"));
        List<String> lines = ListedTools.lines(listed(server.command()));
        if (System.getenv("LOCKKEEPER_RECORD") != null) {
            write(file, recorded, lines);
        }
        List<String> known = Objects.requireNonNull(recorded.array("tools")).items().stream()
                .map(tool -> tool.text())
                .toList();
        assertThat(lines).isNotEmpty().isEqualTo(known);
    }

    private JsonArray listed(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var client = new RawClient.OverStdio(process)) {
            client.ask("initialize", RawClient.introduction(VERSION));
            client.tell("notifications/initialized");
            JsonObject result = client.ask("tools/list", JsonObject.EMPTY).object("result");
            return Objects.requireNonNull(Objects.requireNonNull(result).array("tools"));
        }
    }

    private static void write(Path file, JsonObject recorded, List<String> lines) throws Exception {
        var out = new StringBuilder("{\n");
        recorded.without("tools")
                .members()
                .forEach((name, value) -> out.append("  \"%s\": %s,\n".formatted(name, value.text())));
        out.append("  \"tools\": [\n    ").append(String.join(",\n    ", lines)).append("\n  ]\n}\n");
        Files.write(file, out.toString().getBytes(StandardCharsets.UTF_8));
    }
}
