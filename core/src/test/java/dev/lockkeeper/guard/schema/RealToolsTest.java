package dev.lockkeeper.guard.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Definitions of real, benign tools: whatever is refused of them is refused by a rule and not by a limit. */
class RealToolsTest {

    @Test
    void real_tools_compile() throws IOException {
        var definitions = new ArrayList<ToolDefinition>();
        for (String name : List.of("tools/github.json", "tools/livemcpbench.json")) {
            collect(Checkout.read(Files.readAllBytes(Checkout.corpus(name))), definitions);
        }
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 1_000, System::nanoTime);
        List<String> unusable = new ArrayList<>();
        for (ToolDefinition definition : definitions) {
            if (catalog.of(definition) instanceof SchemaCatalog.Unusable entry) {
                unusable.add(definition.name() + ": " + entry.reason().code());
            }
        }
        assertThat(definitions).hasSizeGreaterThan(600);
        // Its schema says "exclusiveMinimum": true, which is neither 2020-12 nor draft-07.
        assertThat(unusable).containsExactly("read_pdf: schema.invalid");
    }

    // Definitions stand at different depths in the two files; each is an object with a name and an input schema.
    private static void collect(Json json, List<ToolDefinition> into) {
        switch (json) {
            case JsonObject object -> {
                ToolDefinition definition = object.get("inputSchema") == null ? null : ToolDefinition.of(object);
                if (definition != null) {
                    into.add(definition);
                } else {
                    object.members().values().forEach(member -> collect(member, into));
                }
            }
            case JsonArray array -> array.items().forEach(item -> collect(item, into));
            default -> {}
        }
    }
}
