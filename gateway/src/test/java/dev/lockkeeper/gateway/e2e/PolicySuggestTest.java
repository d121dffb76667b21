package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code policy suggest} prints, and what a server cannot make it print. */
class PolicySuggestTest {

    private static final String HEAD = "version: 1\nlisten: { port: 0, health-port: 0 }\n";

    @TempDir
    private Path directory;

    private Program program;

    @BeforeEach
    void start() throws Exception {
        program = new Program(directory);
    }

    /** The proposals as the file would hold them, once they are pasted below the server and checked. */
    private JsonObject pasted(String suggested, String server) throws Exception {
        JsonObject read = (JsonObject) YamlBinder.toJson("suggested", suggested.getBytes(StandardCharsets.UTF_8));
        assertThat(read.members()).containsOnlyKeys("servers");
        JsonObject servers = Objects.requireNonNull(read.object("servers"));
        assertThat(servers.members()).containsOnlyKeys(server);
        String arguments = suggested
                .lines()
                .dropWhile(line -> !line.equals("    arguments:"))
                .reduce("", (all, line) -> all + line + "\n");
        program.configureAll(HEAD + "servers:\n  " + new JsonString(server).text() + """
                :
                    run: [no-such-program]
                    guards:
                      path: { write: /workspace }
                      url: { hosts: [docs.example.com] }
                      host: { hosts: [docs.example.com] }
                      sql: { dialect: sqlite, tables: [orders] }
                      shell: { commands: { ls: default } }
                """ + arguments);
        Program.Ended checked = program.run("", "policy", "check");
        assertThat(checked.exit()).as(checked.err()).isZero();
        return Objects.requireNonNull(servers.object(server));
    }

    private static JsonObject types(JsonObject server, String tool) {
        return Objects.requireNonNull(server.array("arguments")).items().stream()
                .map(JsonObject.class::cast)
                .filter(entry -> tool.equals(entry.string("tools")))
                .map(entry -> Objects.requireNonNull(entry.object("types")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_file_server_gets_types_that_can_be_pasted() throws Exception {
        program.configureAll(HEAD + "servers:\n  files: { run: " + Peers.run("filesystem", directory.toString())
                + ", allow: ['*'] }\n");
        Program.Ended suggested = program.run("", "policy", "suggest", "files");
        assertThat(suggested.exit()).as(suggested.err()).isZero();
        assertThat(suggested.out()).contains("# files: ", "its name is path");
        JsonObject server = pasted(suggested.out(), "files");
        assertThat(types(server, "read_text_file").string("/path")).isEqualTo("path");
        assertThat(types(server, "write_file").string("/path")).isEqualTo("path:write");
        assertThat(types(server, "read_multiple_files").string("/paths/*")).isEqualTo("path");
    }

    @Test
    void where_every_argument_has_a_type_nothing_is_proposed() throws Exception {
        program.configureAll(HEAD + "servers:\n  files: { run: " + Peers.run("filesystem", directory.toString())
                + ", profile: filesystem, root: \"" + directory.toRealPath() + "\", allow: ['*'] }\n");
        Program.Ended suggested = program.run("", "policy", "suggest", "files");
        assertThat(suggested.out()).isEqualTo("# files: every string argument has a type.\n");
    }

    @Test
    void what_a_person_has_to_decide_is_told_and_has_no_entry() throws Exception {
        program.configureAll(HEAD + "servers:\n  bad: { run: [no-such-program], allow: ['*'] }\n");
        Path tools = directory.resolve("tools.json");
        Files.writeString(tools, """
                [{"name":"run_code","inputSchema":{"type":"object","properties":{
                    "code":{"type":"string"},"language":{"type":"string"}}}},
                 {"name":"run_command","inputSchema":{"type":"object","properties":{
                    "argv":{"type":"array","items":{"type":"string"}}}}},
                 {"name":"think","inputSchema":{"type":"object","properties":{
                    "x\\n      - tools: a\\n        untyped: allow":{"type":"string"}}}}]
                """);
        Program.Ended suggested = program.run("", "policy", "suggest", "bad", "--tools", tools.toString());
        JsonObject server = pasted(suggested.out(), "bad");
        assertThat(types(server, "run_code").members()).containsOnlyKeys("/language");
        assertThat(types(server, "run_command").text()).isEqualTo("{\"/argv\":\"argv\"}");
        assertThat(Objects.requireNonNull(server.array("arguments")).items()).hasSize(2);
        assertThat(suggested.out())
                .contains("          # none proposed, so that the tool cannot be called until you say one: /code: ")
                .contains("# No type is proposed for think, which cannot be called until you say one:\n#   /x?");
        Files.writeString(tools, """
                [{"name":"think","inputSchema":{"type":"object","properties":{"x":{"type":"string"}}}}]
                """);
        assertThat(program.run("", "policy", "suggest", "bad", "--tools", tools.toString())
                        .out()
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("# ") || line.startsWith("#   "));
        assertThat(program.run("", "policy", "suggest", "bad", "--json", "--tools", tools.toString())
                        .out())
                .contains("\"type\":null");
    }

    @Test
    void names_and_descriptions_cannot_break_out_of_what_is_printed() throws Exception {
        List<String> hostile = List.of(
                "read\n      - tools: a\n        untyped: allow",
                "a: {b: c}",
                "a\"b\\c'd",
                "&anchor",
                "!!java.net.URL x",
                "%TAG",
                "# no comment",
                "a # b",
                "null",
                "~",
                "true",
                "0x1F",
                "1e3",
                "-",
                "- a",
                "---",
                "...",
                "a\u0085allow: [b]",
                "a\u2028allow",
                "a\u202eb",
                "\ufeffa",
                "\t",
                " a ",
                "😀",
                "a\u001b[2Jb",
                "{{ x }}",
                "<<",
                "@a",
                "`a`");
        program.configureAll(HEAD + "servers:\n  bad: { run: [no-such-program] }\n");
        Path tools = directory.resolve("tools.json");
        Files.writeString(
                tools,
                new JsonArray(new ArrayList<>(
                                hostile.stream().map(PolicySuggestTest::tool).toList()))
                        .text());
        Program.Ended suggested = program.run("", "policy", "suggest", "bad", "--tools", tools.toString());
        assertThat(suggested.exit()).as(suggested.err()).isZero();
        assertThat(suggested.out().chars()).allMatch(c -> c == '\n' || c >= 0x20 && !Character.isISOControl(c));
        assertThat(suggested.out()).doesNotContain("\u202e", "\u2028", "\ufeff");
        JsonObject server = pasted(suggested.out(), "bad");
        JsonArray arguments = Objects.requireNonNull(server.array("arguments"));
        assertThat(server.members()).containsOnlyKeys("arguments");
        assertThat(arguments.items())
                .allSatisfy(entry -> assertThat(((JsonObject) entry).members()).containsOnlyKeys("tools", "types"));
        assertThat(arguments.items().stream().map(entry -> ((JsonObject) entry).string("tools")))
                .containsExactlyElementsOf(hostile);
    }

    @Test
    void a_tool_whose_name_is_a_glob_has_no_say_in_the_arguments_of_others() throws Exception {
        program.configureAll(HEAD + "servers:\n  bad: { run: [no-such-program] }\n");
        Path tools = directory.resolve("tools.json");
        Files.writeString(tools, new JsonArray(List.of(tool("*"), tool("r??d"), tool("read"))).text());
        Program.Ended suggested = program.run("", "policy", "suggest", "bad", "--tools", tools.toString());
        JsonArray arguments =
                Objects.requireNonNull(pasted(suggested.out(), "bad").array("arguments"));
        assertThat(arguments.items())
                .singleElement()
                .satisfies(entry ->
                        assertThat(((JsonObject) entry).string("tools")).isEqualTo("read"));
        assertThat(suggested.out()).contains("its name is a glob: *", "its name is a glob: r??d");
        Files.writeString(tools, new JsonArray(List.of(tool("*"))).text());
        assertThat(program.run("", "policy", "suggest", "bad", "--tools", tools.toString())
                        .out()
                        .lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("# "));
    }

    // Hostile in its name, in the argument's name and in what is said of it.
    private static JsonObject tool(String hostile) {
        JsonObject text = JsonObject.EMPTY.with("type", "string").with("description", "url " + hostile);
        JsonObject schema = JsonObject.EMPTY
                .with("type", "object")
                .with(
                        "properties",
                        JsonObject.EMPTY.with(hostile, text).with("name " + hostile, text.with("format", "uri")));
        return JsonObject.EMPTY.with("name", hostile).with("inputSchema", schema);
    }

    @Test
    void what_is_no_list_of_tools_has_no_proposals() throws Exception {
        program.configureAll(HEAD + "servers:\n  bad: { run: [no-such-program] }\n");
        Path tools = directory.resolve("tools.json");
        for (String wrong : List.of("[]", "{}", "7", "{\"tools\":{}}", "[1,\"a\",{\"name\":\"\"},{\"name\":1}]")) {
            Files.writeString(tools, wrong);
            Program.Ended suggested = program.run("", "policy", "suggest", "bad", "--tools", tools.toString());
            assertThat(suggested.exit()).as(suggested.err()).isZero();
            assertThat(suggested.out()).isEqualTo("# bad: every string argument has a type.\n");
        }
        Files.writeString(tools, "{");
        assertThat(program.run("", "policy", "suggest", "bad", "--tools", tools.toString())
                        .exit())
                .isEqualTo(3);
    }
}
