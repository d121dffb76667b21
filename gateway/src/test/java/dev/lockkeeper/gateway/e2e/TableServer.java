package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools of {@code testdata/node/table-server.mjs}, what they answer, and which calls arrived there. */
final class TableServer {

    private final Path file;
    private final Path log;
    private final Map<String, Json> tools = new LinkedHashMap<>();
    private final Map<String, Json> answers = new LinkedHashMap<>();

    TableServer(Path directory, String name) {
        this.file = directory.resolve(name + ".json");
        this.log = directory.resolve(name + ".log");
    }

    /** Adds a tool whose argument {@code value} may be what the schema says. */
    void tool(String name, JsonObject schema) {
        JsonObject arguments =
                JsonObject.EMPTY.with("type", "object").with("properties", JsonObject.EMPTY.with("value", schema));
        offer(name, arguments);
    }

    /** Adds a tool that gives these answers, each an object with a result or an error, to calls with the argument n. */
    void answers(String name, List<JsonObject> each) {
        JsonObject n = JsonObject.EMPTY.with("n", JsonObject.EMPTY.with("type", "integer"));
        JsonObject arguments = JsonObject.EMPTY.with("type", "object").with("properties", n);
        offer(name, arguments);
        answers.put(name, new JsonArray(List.copyOf(each)));
    }

    /** Adds a tool with this schema. */
    void offer(String name, JsonObject inputSchema) {
        tools.put(name, JsonObject.EMPTY.with("name", name).with("inputSchema", inputSchema));
    }

    /** Adds a tool whose arguments say how it behaves. */
    void behaving(String name) {
        JsonObject properties = (JsonObject) Yaml.json("""
                {"n":{"type":"integer"},"text":{"type":"string"},"answer":{"type":"integer"},
                 "until":{"type":"string"},"silent":{"type":"boolean"}}""");
        offer(name, JsonObject.EMPTY.with("type", "object").with("properties", properties));
    }

    /** Writes down what it should do; its command as YAML for {@code run}. */
    String run() throws IOException {
        JsonObject told = JsonObject.EMPTY
                .with("tools", new JsonArray(List.copyOf(tools.values())))
                .with("answers", new JsonObject(answers));
        Files.writeString(file, told.text());
        Files.writeString(log, "");
        return JsonArray.ofStrings(List.of(
                        "node", Peers.folder().resolve("table-server.mjs").toString(), file.toString(), log.toString()))
                .text();
    }

    /** The arguments of the calls of this tool that arrived, in order. */
    List<Json> arrived(String tool) throws Exception {
        List<Json> arguments = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            var call = (JsonArray) Yaml.json(line);
            if (call.items().getFirst().equals(new JsonString(tool))) {
                arguments.add(call.items().getLast());
            }
        }
        return arguments;
    }
}
