package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.testing.Corpora;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each profile and its own table of cases. */
class ProfilesTest {

    private static Policy policy(String file) throws Exception {
        return Policy.load(file, Files.readAllBytes(Checkout.testdata("profiles/" + file)));
    }

    @TestFactory
    Stream<DynamicNode> every_profile_keeps_its_table() {
        return Profiles.ALL.stream().map(name -> {
            String file = name.replace('@', '-');
            return dynamicContainer(name, cases(file));
        });
    }

    private static Stream<DynamicNode> cases(String name) {
        try {
            Path file = Checkout.testdata("profiles/" + name + ".yaml");
            CaseTable table = YamlBinder.bind(CaseTable.class, name, Files.readAllBytes(file));
            var runner = new CaseRunner(policy(table.policy()), List.of());
            return table.cases().stream()
                    .map(one -> dynamicTest(
                            one.name(),
                            () -> assertThat(runner.run(one).failure()).isEmpty()));
        } catch (Exception e) {
            throw new AssertionError(name, e);
        }
    }

    @Test
    void the_newest_version_is_meant_where_none_is_named() {
        assertThat(Profiles.find("git")).isEqualTo(Profiles.find("git@1")).isPresent();
        assertThat(Profiles.find("git@2")).isEmpty();
        assertThat(Profiles.find("gi")).isEmpty();
        assertThat(Profiles.find("")).isEmpty();
    }

    @Test
    void every_string_argument_of_the_real_github_server_has_a_type() throws Exception {
        Json tools = new JsonReader(JsonLimits.DEFAULT).read(Files.readAllBytes(Corpora.file("tools/github.json")));
        Policy policy = policy("github-1.policy.yaml");
        List<String> untyped = new ArrayList<>();
        for (Json item : ((JsonArray) tools).items()) {
            ToolDefinition tool = Objects.requireNonNull(ToolDefinition.of((JsonObject) item));
            policy.suggestions("s", tool).forEach(suggestion -> untyped.add(tool.name() + suggestion.place()));
        }
        assertThat(untyped).isEmpty();
    }
}
