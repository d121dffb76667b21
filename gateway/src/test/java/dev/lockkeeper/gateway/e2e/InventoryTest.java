package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {

    @TempDir
    private Path directory;

    private Program program;

    @BeforeEach
    void configure() throws Exception {
        program = new Program(directory);
        program.configure(
                """
                servers:
                  legacy: { run: %s, env-from: [PATH] }
                  modern: { run: %s, env-from: [PATH], protocol: "2026-07-28" }
                """.formatted(Peers.run("filesystem", directory.toRealPath().toString()), Peers.modern()));
    }

    @Test
    void what_servers_of_both_eras_offer_is_listed_whatever_the_policy_permits() throws Exception {
        Program.Ended all = program.run("", "inventory");
        assertThat(all.exit()).isZero();
        assertThat(all.out())
                .contains("legacy\n  tools\n", "    write_file  ", "modern\n  tools\n", "    add  Adds two integers\n")
                .contains("  prompts\n    hello  Says hello\n", "    test://secret");
    }

    @Test
    void one_server_is_listed_as_json_with_whole_definitions() throws Exception {
        Program.Ended one = program.run("", "inventory", "modern", "--json");
        assertThat(one.exit()).isZero();
        Json read = new JsonReader(JsonLimits.DEFAULT).read(one.out().getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOfSatisfying(JsonObject.class, all -> {
            assertThat(all.members()).containsOnlyKeys("modern");
            assertThat(all.object("modern"))
                    .isNotNull()
                    .satisfies(modern -> assertThat(modern.members())
                            .containsOnlyKeys("tools", "resources", "resourceTemplates", "prompts"));
        });
        assertThat(one.out()).contains("\"inputSchema\"", "\"outputSchema\"");
    }

    @Test
    void a_name_that_the_configuration_does_not_have_is_a_wrong_command_line() throws Exception {
        Program.Ended ended = program.run("", "inventory", "nobody");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("lockkeeper: The configuration has no server nobody; it has: legacy, modern.");
    }

    @Test
    void a_server_that_cannot_be_started_is_one_sentence() throws Exception {
        program.configure("servers: { broken: { run: no-such-program-anywhere } }");
        Program.Ended ended = program.run("", "inventory");
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines().filter(line -> !line.startsWith("{")).toList())
                .singleElement()
                .asString()
                .startsWith("lockkeeper: ")
                .contains("broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inventory", "policy suggest"})
    void a_server_that_dies_at_its_start_has_its_last_words_in_the_log(String verb) throws Exception {
        program.configure("servers: { dying: { run: [sh, -c, \"read -r line; echo NO_KEY >&2; exit 3\"],"
                + " env-from: [PATH], protocol: 2025-11-25 } }");
        Program.Ended ended = program.run("", verb.split(" "));
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err())
                .contains("NO_KEY")
                .contains("lockkeeper: dying: The server ended before it answered;")
                .doesNotContain("may have had its effect");
        assertThat(ended.err().indexOf("NO_KEY")).isLessThan(ended.err().indexOf("ended before it answered"));
    }
}
