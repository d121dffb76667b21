package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.client.transport.customizer.McpSyncHttpClientRequestCustomizer;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official Java client, over standard input and output, Streamable HTTP, and HTTP+SSE. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    enum Way {
        STDIO("2025-11-25"),
        HTTP("2025-11-25"),
        SSE("2024-11-05");

        private final String version;

        Way(String version) {
            this.version = version;
        }
    }

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
                    client-requests: [roots, elicitation, sampling]
                    deny: [get-env]
                    allow:
                      - { tools: ['*'], resources: ['demo://**'], prompts: ['*'] }
                """.formatted(Peers.run("everything")));
        token = program.token("alice");
        gateway = program.serve();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void tools_resources_prompts_and_completions_work(Way way) {
        try (McpSyncClient client = connect(way, spec -> spec)) {
            assertThat(client.initialize().protocolVersion()).isEqualTo(way.version);
            assertThat(client.getServerInfo().name()).contains("everything");
            assertThat(client.getServerInstructions()).isNotBlank();
            client.ping();
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .contains("echo", "get-structured-content")
                    .doesNotContain("get-env");
            assertThat(text(client.callTool(call("echo", Map.of("message", "good day")))))
                    .contains("good day");
            // The client itself checks this against the output schema.
            assertThat(client.callTool(call("get-structured-content", Map.of("location", "New York")))
                            .structuredContent())
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKeys("temperature", "conditions");
            assertThat(client.listResources().resources()).isNotEmpty();
            assertThat(client.listResourceTemplates().resourceTemplates()).isNotEmpty();
            assertThat(client.readResource(McpSchema.ReadResourceRequest.builder("demo://resource/dynamic/text/1")
                                    .build())
                            .contents())
                    .hasSize(1);
            assertThat(client.listPrompts().prompts())
                    .extracting(McpSchema.Prompt::name)
                    .contains("args-prompt");
            assertThat(client.getPrompt(McpSchema.GetPromptRequest.builder("args-prompt")
                                    .arguments(Map.of("city", "Berlin"))
                                    .build())
                            .messages()
                            .toString())
                    .contains("Berlin");
            assertThat(client.completeCompletion(McpSchema.CompleteRequest.builder(
                                            McpSchema.PromptReference.builder("completable-prompt")
                                                    .build(),
                                            new McpSchema.CompleteRequest.CompleteArgument("department", "E"))
                                    .build())
                            .completion()
                            .values())
                    .containsExactly("Engineering");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_refusal_tells_the_reason_and_the_connection_survives(Way way) {
        try (McpSyncClient client = connect(way, spec -> spec)) {
            client.initialize();
            assertThatThrownBy(() -> client.callTool(call("get-env", Map.of())))
                    .asInstanceOf(InstanceOfAssertFactories.type(McpError.class))
                    .satisfies(refused -> assertThat(refused.getJsonRpcError().data())
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .containsEntry("reason", "policy.denied")
                            .containsKey("reference"));
            assertThatThrownBy(() -> client.callTool(call("echo", Map.of("message", "x", "loud", true))))
                    .hasMessageContaining("/loud: is not declared");
            assertThat(text(client.callTool(call("echo", Map.of("message", "still here")))))
                    .contains("still here");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void the_server_asks_its_client_in_the_middle_of_a_call(Way way) {
        UnaryOperator<McpClient.SyncSpec> answering = spec -> spec.capabilities(McpSchema.ClientCapabilities.builder()
                        .roots(true)
                        .sampling()
                        .elicitation(true, true)
                        .build())
                .roots(McpSchema.Root.builder("file:///workspace")
                        .name("workspace")
                        .build())
                .sampling(asked -> McpSchema.CreateMessageResult.builder(
                                McpSchema.Role.ASSISTANT, "as you like it", "a-model")
                        .build())
                .elicitation(asked -> McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
                        .content(Map.of("name", "Ada Lovelace"))
                        .build())
                .urlElicitation(asked -> McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.DECLINE)
                        .build());
        try (McpSyncClient client = connect(way, answering)) {
            client.initialize();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(text(client.callTool(call("get-roots-list", Map.of()))))
                            .contains("file:///workspace"));
            assertThat(text(client.callTool(
                            call("trigger-sampling-request", Map.of("prompt", "what you will", "maxTokens", 10)))))
                    .contains("as you like it");
            assertThat(text(client.callTool(call("trigger-elicitation-request", Map.of()))))
                    .contains("Ada Lovelace");
            assertThat(text(client.callTool(
                            call("trigger-url-elicitation", Map.of("url", "https://example.org/confirm")))))
                    .contains("declined");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void progress_logging_and_changes_reach_the_client(Way way) {
        var progress = new CopyOnWriteArrayList<Double>();
        var logged = new CopyOnWriteArrayList<String>();
        var lists = new CopyOnWriteArrayList<Integer>();
        var updated = new CopyOnWriteArrayList<String>();
        UnaryOperator<McpClient.SyncSpec> listening = spec -> spec.capabilities(
                        McpSchema.ClientCapabilities.builder().roots(true).build())
                .roots(McpSchema.Root.builder("file:///workspace").build())
                .progressConsumer(each -> progress.add(each.progress()))
                .loggingConsumer(each -> logged.add(each.data()))
                .toolsChangeConsumer(tools -> lists.add(tools.size()))
                .resourcesUpdateConsumer(contents -> contents.forEach(each -> updated.add(each.uri())));
        try (McpSyncClient client = connect(way, listening)) {
            client.initialize();
            client.setLoggingLevel(McpSchema.LoggingLevel.DEBUG);
            client.callTool(CallToolRequest.builder("trigger-long-running-operation")
                    .arguments(Map.of("duration", 1, "steps", 4))
                    .progressToken("steps")
                    .build());
            client.subscribeResource(McpSchema.SubscribeRequest.builder("demo://resource/dynamic/text/1")
                    .build());
            client.callTool(call("toggle-subscriber-updates", Map.of()));
            client.callTool(call("toggle-simulated-logging", Map.of()));
            client.addRoot(McpSchema.Root.builder("file:///elsewhere").build());
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(progress).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0);
                assertThat(lists).isNotEmpty().doesNotContain(0);
                assertThat(updated).contains("demo://resource/dynamic/text/1");
                assertThat(logged).anySatisfy(text -> assertThat(text).contains("2 root(s)"));
            });
        }
    }

    private McpSyncClient connect(Way way, UnaryOperator<McpClient.SyncSpec> with) {
        return with.apply(
                        McpClient.sync(transport(way)).requestTimeout(PATIENCE).initializationTimeout(PATIENCE))
                .build();
    }

    @SuppressWarnings("deprecation") // The client discourages HTTP+SSE, like the protocol; there are users of it still.
    private McpClientTransport transport(Way way) {
        List<String> command = program.command("stdio");
        URI url = URI.create(gateway.url("everything"));
        String authority = "http://" + url.getAuthority();
        McpSyncHttpClientRequestCustomizer authorized =
                (request, method, endpoint, body, context) -> request.header("Authorization", "Bearer " + token);
        return switch (way) {
            case STDIO ->
                new StdioClientTransport(
                        ServerParameters.builder(command.getFirst())
                                .args(command.subList(1, command.size()))
                                .addEnvVar("LOCKKEEPER_HOME", program.home().toString())
                                .build(),
                        McpJsonDefaults.getMapper());
            case HTTP ->
                HttpClientStreamableHttpTransport.builder(authority)
                        .endpoint(url.getPath())
                        .addHttpRequestCustomizer(authorized)
                        .build();
            case SSE ->
                HttpClientSseClientTransport.builder(authority)
                        .sseEndpoint(url.getPath().replaceFirst("mcp$", "sse"))
                        .addHttpRequestCustomizer(authorized)
                        .build();
        };
    }

    private static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder(tool).arguments(arguments).build();
    }

    private static String text(CallToolResult result) {
        assertThat(result.isError()).isNotEqualTo(true);
        return result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(each -> ((TextContent) each).text())
                .collect(Collectors.joining("\n"));
    }
}
