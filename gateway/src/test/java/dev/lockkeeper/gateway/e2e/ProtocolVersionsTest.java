package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client of each version of the protocol works with every server, over each transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolVersionsTest {

    private Program program;

    @AutoClose
    private Program.Serving gateway;

    private String token;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        program = new Program(directory);
        program.configure("""
                servers:
                  everything:
                    run: %s
                    env-from: [PATH]
                    allow: [echo, { resources: ['demo://**'], prompts: [simple-prompt] }]
                  modern:
                    run: %s
                    env-from: [PATH]
                    allow: [add, { resources: ['test://greeting'], prompts: [hello] }]
                  only:
                    run: %s
                    env-from: [PATH]
                    allow: [add, { resources: ['test://greeting'], prompts: [hello] }]
                """.formatted(Peers.run("everything"), Peers.modern(), Peers.modern("only")));
        token = program.token("alice");
        gateway = program.serve();
    }

    enum Server {
        EVERYTHING("echo", "{\"message\":\"hi\"}", "get-env", "demo://resource/dynamic/text/1"),
        MODERN("add", "{\"a\":1,\"b\":2}", "count", "test://greeting"),
        /** Speaks the modern era alone, so that every older version crosses eras. */
        ONLY("add", "{\"a\":1,\"b\":2}", "count", "test://greeting");

        private final String tool;
        private final String arguments;
        private final String refused;
        private final String resource;

        Server(String tool, String arguments, String refused, String resource) {
            this.tool = tool;
            this.arguments = arguments;
            this.refused = refused;
            this.resource = resource;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2024-11-05 | stdio | EVERYTHING
            2024-11-05 | http  | EVERYTHING
            2024-11-05 | stdio | MODERN
            2024-11-05 | http  | MODERN
            2024-11-05 | stdio | ONLY
            2024-11-05 | http  | ONLY
            2024-11-05 | sse   | EVERYTHING
            2024-11-05 | sse   | MODERN
            2024-11-05 | sse   | ONLY
            2025-03-26 | stdio | EVERYTHING
            2025-03-26 | http  | EVERYTHING
            2025-03-26 | stdio | MODERN
            2025-03-26 | http  | MODERN
            2025-03-26 | http  | ONLY
            2025-06-18 | stdio | EVERYTHING
            2025-06-18 | http  | EVERYTHING
            2025-06-18 | stdio | MODERN
            2025-06-18 | http  | MODERN
            2025-06-18 | http  | ONLY
            2025-11-25 | stdio | EVERYTHING
            2025-11-25 | http  | EVERYTHING
            2025-11-25 | stdio | MODERN
            2025-11-25 | http  | MODERN
            2025-11-25 | http  | ONLY
            2026-07-28 | stdio | MODERN
            2026-07-28 | http  | MODERN
            """)
    void a_client_of_this_version_works(String version, String way, Server server) throws Exception {
        try (RawClient client = client(way, server.key(), version)) {
            JsonObject own = begin(client, version);
            assertThat(result(client.ask("tools/list", own)).text())
                    .contains("\"" + server.tool + "\"")
                    .doesNotContain("\"" + server.refused + "\"");
            JsonObject call = own.with("name", server.tool).with("arguments", RawClient.read(server.arguments));
            assertThat(result(client.ask("tools/call", call)).array("content")).isNotNull();
            assertThat(client.ask("tools/call", own.with("name", server.refused))
                            .text())
                    .contains("\"reason\":\"policy.default-deny\"");
            assertThat(result(client.ask("resources/read", own.with("uri", server.resource)))
                            .array("contents"))
                    .isNotNull();
            assertThat(result(client.ask("prompts/list", own)).array("prompts"))
                    .satisfies(prompts -> assertThat(prompts.items()).hasSize(1));
        }
    }

    private RawClient client(String way, String server, String version) throws Exception {
        String url = gateway.url(server);
        return switch (way) {
            case "stdio" -> new RawClient.OverStdio(program.start("stdio", "--server", server));
            case "sse" -> new RawClient.OverSse(url.replaceFirst("/mcp$", "/sse"), token);
            default -> new RawClient.OverHttp(url, token, version);
        };
    }

    /** Opens the conversation as the version wants it; returns what each request must carry. */
    private static JsonObject begin(RawClient client, String version) throws Exception {
        if (version.equals("2026-07-28")) {
            JsonObject own = standalone(version);
            assertThat(result(client.ask("server/discover", own)).text()).contains("supportedVersions", version);
            return own;
        }
        assertThat(result(client.ask("initialize", RawClient.introduction(version)))
                        .string("protocolVersion"))
                .isEqualTo(version);
        client.tell("notifications/initialized");
        assertThat(result(client.ask("ping", JsonObject.EMPTY))).isEqualTo(JsonObject.EMPTY);
        return JsonObject.EMPTY;
    }

    private static JsonObject result(JsonObject answer) {
        assertThat(answer.object("error")).isNull();
        return Objects.requireNonNull(answer.object("result"));
    }

    private static JsonObject standalone(String version) {
        return RawClient.read("{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + version
                + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"raw\",\"version\":\"1\"},"
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");
    }
}
