package dev.lockkeeper.example.embedded;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The example as a process, and a client of the SDK before it. */
record Desk(McpSyncClient client, Path notes, Path journal) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a call was answered with. */
    record Answer(String text, boolean isError, Map<String, Object> refusal) {

        String reason() {
            return String.valueOf(refusal.get("reason"));
        }

        String reference() {
            return String.valueOf(refusal.get("reference"));
        }
    }

    /**
     * Starts it in a directory that holds the notes, a secret beside them, and the journal.
     *
     * @param more a policy in place of the one that comes with the example
     */
    static Desk start(Path directory, Path... more) throws IOException {
        Path notes = Files.createDirectories(directory.resolve("notes"));
        Path journal = directory.resolve("journal");
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 docs.example.com\n");
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedServer.class.getName(),
                notes.toString(),
                journal.toString()));
        for (Path policy : more) {
            arguments.add(policy.toString());
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var transport = new StdioClientTransport(
                ServerParameters.builder(java).args(arguments).build(), McpJsonDefaults.getMapper());
        McpSyncClient client = McpClient.sync(transport)
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .build();
        client.initialize();
        return new Desk(client, notes, journal);
    }

    Answer call(String tool, String argument, String value) {
        return call(tool, Map.of(argument, value));
    }

    Answer call(String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        String text = result.content().stream()
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
        Map<?, ?> meta = result.meta() == null ? Map.of() : result.meta();
        return new Answer(text, Boolean.TRUE.equals(result.isError()), refusal(meta.get("dev.lockkeeper/refusal")));
    }

    @SuppressWarnings("unchecked") // An object of JSON has strings for names.
    private static Map<String, Object> refusal(@Nullable Object data) {
        return data == null ? Map.of() : (Map<String, Object>) data;
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
