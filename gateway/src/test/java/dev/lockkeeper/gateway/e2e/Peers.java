package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.json.JsonArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The real clients and servers of {@code testdata/node}, {@code testdata/peers} and {@code testdata/conformance}. */
final class Peers {

    private Peers() {}

    static Path folder() {
        return folder("node");
    }

    /** A folder of testdata; the test is skipped where its packages are not installed, except in CI. */
    static Path folder(String name) {
        Path folder = Path.of(Objects.requireNonNull(System.getProperty("lockkeeper.root")), "testdata", name);
        boolean installed = Files.isDirectory(folder.resolve("node_modules"));
        if (System.getenv("CI") != null) {
            assertThat(installed)
                    .as("packages of testdata/" + name + " are installed")
                    .isTrue();
        }
        assumeTrue(installed, "the packages of testdata/" + name + " are not installed; ./lockkeeper test does it");
        return folder;
    }

    /** The command of a server of the protocol's authors. */
    static List<String> command(String server, String... arguments) {
        var command = new ArrayList<>(List.of(
                "node",
                folder().resolve("node_modules/@modelcontextprotocol/server-" + server + "/dist/index.js")
                        .toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A server of the protocol's authors, as YAML for {@code run}. */
    static String run(String server, String... arguments) {
        return JsonArray.ofStrings(command(server, arguments)).text();
    }

    /** The command of the git server. */
    static List<String> git() {
        return peer("@cyanheads/git-mcp-server/dist/index.js");
    }

    /** The command of a server of {@code testdata/peers}, by the script in its package. */
    static List<String> peer(String script, String... arguments) {
        var command = new ArrayList<>(List.of(
                "node", folder("peers").resolve("node_modules").resolve(script).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Our own server of both eras, as YAML for {@code run}. */
    static String modern(String... more) {
        var command = new ArrayList<>(
                List.of("node", folder().resolve("modern-server.mjs").toString(), "stdio"));
        command.addAll(List.of(more));
        return JsonArray.ofStrings(command).text();
    }
}
