package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All servers of the configuration at one address, with a real client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CombinedEndToEndTest {

    private static final String MODERN = "2026-07-28";
    private static final String RESOURCE = "demo://resource/static/document/features.md";

    /** What a client says that answers every question. */
    private static final JsonObject ASKABLE = JsonObject.EMPTY
            .with(
                    "capabilities",
                    JsonObject.EMPTY
                            .with("elicitation", JsonObject.EMPTY)
                            .with("sampling", JsonObject.EMPTY)
                            .with("roots", JsonObject.EMPTY))
            .with(
                    "elicitation",
                    JsonObject.EMPTY.with("action", "accept").with("content", JsonObject.EMPTY.with("name", "Ada")))
            .with(
                    "sampling",
                    JsonObject.EMPTY
                            .with("role", "assistant")
                            .with("model", "m")
                            .with(
                                    "content",
                                    JsonObject.EMPTY.with("type", "text").with("text", "a thought")))
            .with("roots", new JsonArray(List.of(JsonObject.EMPTY.with("uri", "file:///srv/docs"))));

    private Path workspace;
    private Program program;
    private Program.Serving gateway;
    private String token;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        workspace = Files.createDirectory(directory.toRealPath().resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "hello\n");
        program = new Program(directory);
        program.configure("""
                servers:
                  files:
                    run: %s
                    env-from: [PATH]
                    allow: [read_text_file, list_directory]
                  broken:
                    run: [/nonexistent/server]
                    allow: ['*']
                  memory:
                    run: %s
                    env: { MEMORY_FILE_PATH: %s/memory.json }
                    env-from: [PATH]
                    allow: [read_graph]
                  everything:
                    run: %s
                    env-from: [PATH]
                    allow: [{ tools: ['*'] }, { prompts: ['*'] }, { resources: ['demo://**'] }]
                    client-requests: [elicitation, sampling, roots]
                  twin-a:
                    run: %s
                    env-from: [PATH]
                    allow: [{ tools: [add], resources: ['test://greeting'], prompts: [hello] }]
                  twin-b:
                    run: %s
                    env-from: [PATH]
                    allow: [{ tools: [add], resources: ['test://greeting'] }]
                  only-modern:
                    run: %s
                    env-from: [PATH]
                    allow: [greet]
                    client-requests: [elicitation]
                """.formatted(
                        Peers.run("filesystem", workspace.toString()),
                        Peers.run("memory"),
                        directory,
                        Peers.run("everything"),
                        Peers.modern(),
                        Peers.modern(),
                        Peers.modern().replace("]", ", only]")));
        token = program.token("alice");
        gateway = program.serve();
    }

    @AfterAll
    void end() {
        gateway.close();
    }

    private RealClient client(String mode, JsonObject more) throws Exception {
        RealClient client = RealClient.start(Peers.folder());
        JsonObject connect = JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", mode)
                .with("url", gateway.url("NAME").replace("/s/NAME/mcp", "/mcp"))
                .with("token", token);
        for (var member : more.members().entrySet()) {
            connect = connect.with(member.getKey(), member.getValue());
        }
        Outcome connected = client.ask(connect);
        assertThat(connected.ok()).as(connected.toString()).isTrue();
        return client;
    }

    @Test
    void tools_of_all_servers_stand_in_one_list_under_their_servers_names() throws Exception {
        try (RealClient client = client("legacy", JsonObject.EMPTY)) {
            assertThat(names(client.ask(JsonObject.EMPTY.with("op", "tools")), "tools"))
                    .contains("files__read_text_file", "memory__read_graph", "everything__echo", "twin-a__add")
                    .doesNotContain("files__write_file", "read_graph")
                    .allMatch(name -> name.contains("__"));
        }
    }

    @Test
    void a_call_goes_to_the_server_that_its_name_begins_with() throws Exception {
        try (RealClient client = client("legacy", JsonObject.EMPTY)) {
            JsonObject path = JsonObject.EMPTY.with("path", workspace + "/a.txt");
            assertThat(client.call("files__read_text_file", path).result().text())
                    .contains("hello");
            assertThat(client.call("everything__echo", JsonObject.EMPTY.with("message", "to you"))
                            .result()
                            .text())
                    .contains("to you");
            assertThat(client.call("files__write_file", path.with("content", "x"))
                            .data("reason"))
                    .isEqualTo("policy.default-deny");
            for (String nobodys : List.of("echo", "__echo", "nobody__echo", "everything__", "everything_echo")) {
                assertThat(client.call(nobodys, JsonObject.EMPTY).data("reason"))
                        .as(nobodys)
                        .isEqualTo("tool.unknown");
            }
        }
    }

    @Test
    void a_server_that_does_not_start_does_not_keep_the_others_from_working() throws Exception {
        try (RealClient client = client("legacy", JsonObject.EMPTY)) {
            Outcome outcome = client.call("broken__anything", JsonObject.EMPTY);
            // The other one where a list of another test tried it a moment ago.
            assertThat(outcome.data("reason")).isIn("upstream.unavailable", "upstream.backoff");
            assertThat(client.call("memory__read_graph", JsonObject.EMPTY).ok()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", MODERN})
    void a_server_asks_the_client_and_its_answer_finds_the_way_back(String mode) throws Exception {
        try (RealClient client = client(mode, ASKABLE)) {
            assertThat(text(client.call("everything__trigger-elicitation-request", JsonObject.EMPTY)))
                    .contains("Ada");
            assertThat(text(client.call(
                            "everything__trigger-sampling-request", JsonObject.EMPTY.with("prompt", "think"))))
                    .contains("a thought");
            assertThat(text(client.call("everything__get-roots-list", JsonObject.EMPTY)))
                    .contains("file:///srv/docs");
            assertThat(text(client.call("only-modern__greet", JsonObject.EMPTY)))
                    .contains("Hello Ada");
        }
    }

    @Test
    void a_legacy_client_subscribes_to_a_resource() throws Exception {
        try (RealClient client = client("legacy", JsonObject.EMPTY)) {
            JsonObject resource = JsonObject.EMPTY.with("uri", RESOURCE);
            text(client.ask(resource.with("op", "subscribe")));
            hearsOfTheResource(client);
            text(client.ask(resource.with("op", "unsubscribe")));
            assertThat(client.ask(JsonObject.EMPTY.with("op", "subscribe").with("uri", "file:///etc/passwd"))
                            .data("reason"))
                    .isEqualTo("resource.unknown");
        }
    }

    @Test
    void a_modern_client_subscribes_at_all_servers() throws Exception {
        try (RealClient client = client(MODERN, JsonObject.EMPTY)) {
            subscribes(client);
        }
    }

    @Test
    void a_modern_client_subscribes_at_all_servers_over_standard_input_and_output() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client.ask(program.stdio(MODERN, "stdio", "--all")));
            subscribes(client);
        }
    }

    private static void subscribes(RealClient client) throws Exception {
        JsonObject filter = JsonObject.EMPTY
                .with("toolsListChanged", JsonBoolean.TRUE)
                .with("resourceSubscriptions", JsonArray.ofStrings(List.of(RESOURCE)));
        assertThat(text(client.ask(JsonObject.EMPTY.with("op", "listen").with("filter", filter))))
                .contains(RESOURCE, "toolsListChanged");
        hearsOfTheResource(client);
        text(client.ask(JsonObject.EMPTY.with("op", "unlisten")));
        assertThat(text(client.call("everything__echo", JsonObject.EMPTY.with("message", "still here"))))
                .contains("still here");
    }

    private static void hearsOfTheResource(RealClient client) throws Exception {
        text(client.call("everything__toggle-subscriber-updates", JsonObject.EMPTY));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        text(client.ask(JsonObject.EMPTY.with("op", "notices"))).contains(RESOURCE));
    }

    @Test
    void prompts_and_their_completions_have_their_servers_names() throws Exception {
        try (RealClient client = client("legacy", JsonObject.EMPTY)) {
            assertThat(names(client.ask(JsonObject.EMPTY.with("op", "prompts")), "prompts"))
                    .contains("everything__simple-prompt", "twin-a__hello")
                    .doesNotContain("twin-b__hello");
            assertThat(client.ask(JsonObject.EMPTY.with("op", "prompt").with("name", "everything__simple-prompt"))
                            .ok())
                    .isTrue();
            Outcome completed = client.ask(JsonObject.EMPTY
                    .with("op", "complete")
                    .with(
                            "ref",
                            JsonObject.EMPTY.with("type", "ref/prompt").with("name", "everything__completable-prompt"))
                    .with(
                            "argument",
                            JsonObject.EMPTY.with("name", "department").with("value", "E")));
            assertThat(completed.result().text()).contains("Engineering");
        }
    }

    @Test
    void a_resource_is_read_from_the_one_server_that_offers_it() throws Exception {
        try (RealClient client = client("legacy", JsonObject.EMPTY)) {
            Outcome listed = client.ask(JsonObject.EMPTY.with("op", "resources"));
            JsonArray resources = Objects.requireNonNull(listed.result().array("resources"));
            String uri = String.valueOf(((JsonObject) resources.items().getFirst()).string("uri"));
            assertThat(client.ask(read(uri)).result().array("contents")).isNotNull();
            // By a template only.
            Outcome dynamic = client.ask(read("demo://resource/dynamic/text/1"));
            assertThat(dynamic.ok()).as(dynamic.toString()).isTrue();
            assertThat(client.ask(read("file:///etc/passwd")).data("reason")).isEqualTo("resource.unknown");
        }
    }

    @Test
    void a_resource_that_two_servers_offer_is_given_by_neither() throws Exception {
        try (RealClient client = client("legacy", JsonObject.EMPTY)) {
            assertThat(client.ask(JsonObject.EMPTY.with("op", "resources"))
                            .result()
                            .text())
                    .doesNotContain("test://greeting");
            assertThat(client.ask(read("test://greeting")).data("reason")).isEqualTo("resource.ambiguous");
        }
    }

    @Test
    void a_selection_is_over_the_names_that_the_client_sees() throws Exception {
        JsonObject narrowed = JsonObject.EMPTY.with(
                "headers", JsonObject.EMPTY.with("Lockkeeper-Select", "everything__ec*, twin-a__*"));
        try (RealClient client = client("legacy", narrowed)) {
            assertThat(names(client.ask(JsonObject.EMPTY.with("op", "tools")), "tools"))
                    .containsExactlyInAnyOrder("everything__echo", "twin-a__add");
            assertThat(client.call("memory__read_graph", JsonObject.EMPTY).data("reason"))
                    .isEqualTo("selection.excluded");
        }
    }

    @Test
    void a_client_of_the_modern_era_works_with_all_servers_too() throws Exception {
        try (RealClient client = client(MODERN, JsonObject.EMPTY)) {
            assertThat(names(client.ask(JsonObject.EMPTY.with("op", "tools")), "tools"))
                    .contains("twin-a__add", "twin-b__add");
            assertThat(client.call(
                                    "twin-b__add",
                                    JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3)))
                            .result()
                            .text())
                    .contains("5");
        }
    }

    @Test
    void all_servers_stand_behind_one_entry_of_standard_input_and_output() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            assertThat(client.ask(program.stdio("legacy", "stdio", "--all")).ok())
                    .isTrue();
            assertThat(client.call("everything__echo", JsonObject.EMPTY.with("message", "to you"))
                            .result()
                            .text())
                    .contains("to you");
            assertThat(client.call(
                                    "twin-a__add",
                                    JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3)))
                            .result()
                            .text())
                    .contains("5");
        }
    }

    private static String text(Outcome outcome) {
        assertThat(outcome.ok()).as(outcome.toString()).isTrue();
        return outcome.result().text();
    }

    private static JsonObject read(String uri) {
        return JsonObject.EMPTY.with("op", "read").with("uri", uri);
    }

    private static List<String> names(Outcome outcome, String member) {
        assertThat(outcome.ok()).as(outcome.toString()).isTrue();
        JsonArray entries = Objects.requireNonNull(outcome.result().array(member));
        return entries.items().stream()
                .map(JsonObject.class::cast)
                .map(entry -> String.valueOf(entry.string("name")))
                .toList();
    }
}
