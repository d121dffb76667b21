package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator says of guards, where a profile says something of its own for some tools. */
class ProfileGuardsTest {

    private static Decision add(String policy, String file) throws Exception {
        JsonObject arguments =
                JsonObject.EMPTY.with("repo_path", "/workspace/p").with("files", JsonArray.ofStrings(List.of(file)));
        var call = new ToolCall(
                "git",
                ToolDefinition.unlisted("git_add"),
                arguments,
                JsonObject.EMPTY.with("name", "git_add").with("arguments", arguments));
        Policy loaded = Policy.load("policy.yaml", policy.getBytes(StandardCharsets.UTF_8));
        return new Explainer(loaded, List.of()).decide(call, LookupsTest.context("alice"));
    }

    @Test
    void what_the_operator_denies_is_denied_in_the_profiles_own_paths() throws Exception {
        String policy = """
                version: 1
                servers:
                  git:
                    profile: git
                    guards: { path: { write: [/workspace], deny: ["**/.env"] } }
                    allow: ["*"]
                """;
        assertThat(add(policy, "src/a.py").granted()).isTrue();
        assertThat(add(policy, ".env").reason()).isEqualTo(Reason.PATH_DENIED);
    }

    @Test
    void an_entry_of_the_operators_own_takes_the_place_of_the_whole() throws Exception {
        String policy = """
                version: 1
                servers:
                  git:
                    guards: { path: { write: [/workspace], deny: ["**/.env"] } }
                    arguments:
                      - tools: git_add
                        types: { /repo_path: path }
                      - tools: git_add
                        types: { "/files/*": path }
                        guards: { path: { read: [/repository], relative: /repository } }
                    allow: ["*"]
                """;
        assertThat(add(policy, ".env").granted()).isTrue();
    }

    private static Decision write(String guards, String tool, JsonObject content) throws Exception {
        JsonObject arguments = content.with("path", "/workspace/a.md");
        var call = new ToolCall(
                "files",
                ToolDefinition.unlisted(tool),
                arguments,
                JsonObject.EMPTY.with("name", tool).with("arguments", arguments));
        String policy = """
                version: 1
                servers:
                  files: { profile: filesystem, root: /workspace, GUARDSallow: ["*"] }
                """.replace("GUARDS", guards);
        Policy loaded = Policy.load("policy.yaml", policy.getBytes(StandardCharsets.UTF_8));
        return new Explainer(loaded, List.of()).decide(call, LookupsTest.context("alice"));
    }

    private static JsonObject edited(String text) {
        JsonObject edit = JsonObject.EMPTY.with("oldText", "a").with("newText", text);
        return JsonObject.EMPTY.with("edits", new JsonArray(List.of(edit)));
    }

    @Test
    void what_is_written_into_files_has_a_size_in_bytes() throws Exception {
        String most = "\u4e16".repeat(87_381) + "x";
        assertThat(write("", "write_file", JsonObject.EMPTY.with("content", most))
                        .granted())
                .isTrue();
        assertThat(write("", "write_file", JsonObject.EMPTY.with("content", most + "x"))
                        .reason())
                .isEqualTo(Reason.TEXT_BYTES);
        assertThat(write("", "edit_file", edited(most)).granted()).isTrue();
        assertThat(write("", "edit_file", edited(most + "x")).reason()).isEqualTo(Reason.TEXT_BYTES);
    }

    @Test
    void the_operators_own_size_takes_the_place_of_the_profiles() throws Exception {
        String own = "guards: { text: { bytes: 8 } }, ";
        assertThat(write(own, "write_file", JsonObject.EMPTY.with("content", "12345678"))
                        .granted())
                .isTrue();
        assertThat(write(own, "write_file", JsonObject.EMPTY.with("content", "123456789"))
                        .reason())
                .isEqualTo(Reason.TEXT_BYTES);
    }

    /** A relative path of a server with a root, which runs in this directory; nobody knows where if it is null. */
    private static Reason relative(@Nullable String directory, String path) throws Exception {
        JsonObject arguments = JsonObject.EMPTY.with("path", path);
        var call = new ToolCall(
                "files",
                ToolDefinition.unlisted("read_text_file"),
                arguments,
                JsonObject.EMPTY.with("name", "read_text_file").with("arguments", arguments));
        String policy = """
                version: 1
                servers:
                  files:
                    profile: filesystem
                    root: /workspace/notes
                    allow: ["*"]
                """;
        Policy loaded = Policy.load(
                "policy.yaml",
                policy.getBytes(StandardCharsets.UTF_8),
                new Surroundings(
                        Resolver.NONE, server -> false, server -> Optional.ofNullable(directory), new byte[16]));
        return new Explainer(loaded, List.of())
                .decide(call, LookupsTest.context("alice"))
                .reason();
    }

    @Test
    void a_relative_path_counts_from_where_the_server_runs_if_that_is_in_the_root() throws Exception {
        for (String inside : List.of("/workspace/notes", "/workspace/notes/", "/workspace/notes/2026")) {
            assertThat(relative(inside, "a.md")).as(inside).isEqualTo(Reason.POLICY_ALLOWED);
            assertThat(relative(inside, "../a.md")).as(inside).isEqualTo(Reason.PATH_TRAVERSAL);
        }
        for (String elsewhere : List.of("/", "/workspace", "/workspace/notes-evil", "/home/ada")) {
            assertThat(relative(elsewhere, "a.md")).as(elsewhere).isEqualTo(Reason.PATH_FORM);
        }
        assertThat(relative(null, "a.md")).isEqualTo(Reason.PATH_FORM);
    }

    private static Policy files(String settings) throws Exception {
        String policy = "version: 1\nservers:\n  files: { profile: filesystem, allow: ['*'], " + settings + " }\n";
        return Policy.load("policy.yaml", policy.getBytes(StandardCharsets.UTF_8));
    }

    private static Reason read(Policy policy, String path) {
        JsonObject arguments = JsonObject.EMPTY.with("path", path);
        var call = new ToolCall(
                "files",
                ToolDefinition.unlisted("read_text_file"),
                arguments,
                JsonObject.EMPTY.with("name", "read_text_file").with("arguments", arguments));
        return new Explainer(policy, List.of())
                .decide(call, LookupsTest.context("alice"))
                .reason();
    }

    @Test
    void a_root_stands_beside_what_is_denied_in_it() throws Exception {
        Policy policy = files("root: /workspace, guards: { path: { deny: ['**/.env'] } }");
        assertThat(policy.warnings()).isEmpty();
        assertThat(read(policy, "/workspace/a.md")).isEqualTo(Reason.POLICY_ALLOWED);
        assertThat(read(policy, "/workspace/.env")).isEqualTo(Reason.PATH_DENIED);
        assertThat(read(policy, "/etc/passwd")).isEqualTo(Reason.PATH_OUTSIDE_ROOT);
    }

    @Test
    void a_root_beside_other_directories_is_said_to_be_too_much() {
        assertThatThrownBy(() -> files("root: /workspace, guards: { path: { read: [/library] } }"))
                .hasMessageContaining("say either root, or read and write");
    }

    @Test
    void a_guard_that_lets_nothing_pass_is_warned_of() throws Exception {
        Policy policy = files("guards: { path: { deny: ['**/.env'] }, url: {}, host: {}, sql: { dialect: sqlite } }");
        assertThat(policy.warnings())
                .extracting(Warning::message)
                .satisfiesExactlyInAnyOrder(
                        path -> assertThat(path).contains("guards.path names no directory"),
                        url -> assertThat(url).contains("guards.url names no host"),
                        host -> assertThat(host).contains("guards.host names no host"),
                        sql -> assertThat(sql).contains("guards.sql names no table"));
        assertThat(read(policy, "/workspace/a.md")).isEqualTo(Reason.PATH_OUTSIDE_ROOT);
    }
}
