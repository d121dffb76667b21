package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server that answers with whatever stands in a document: what arrives without the gateway, and through it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CarelessAnswersTest {

    private RealClient direct;
    private RealClient guarded;
    private Program.Serving gateway;
    private Path place;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        place = CarelessServerTest.furnish(temporary.toRealPath().resolve("place"));
        List<String> command =
                List.of("node", Peers.folder().resolve("careless-server.mjs").toString(), place.toString(), "unused");
        direct = RealClient.start(Peers.folder());
        assertThat(direct.ask(JsonObject.EMPTY
                                .with("op", "connect")
                                .with("command", command.getFirst())
                                .with("args", JsonArray.ofStrings(command.subList(1, command.size()))))
                        .ok())
                .isTrue();
        var program = new Program(temporary);
        program.configureAll(Files.readString(Checkout.testdata("careless/lockkeeper.yaml"))
                .replace("COMMAND", JsonArray.ofStrings(command).text())
                .replace("DIR", place.toString()));
        String token = program.token("alice");
        gateway = program.serve();
        guarded = RealClient.start(Peers.folder());
        assertThat(guarded.ask(JsonObject.EMPTY
                                .with("op", "connect")
                                .with("url", gateway.url("careless"))
                                .with("token", token))
                        .ok())
                .isTrue();
    }

    @AfterAll
    void stop() throws IOException {
        direct.close();
        guarded.close();
        gateway.close();
    }

    @TestFactory
    Stream<DynamicTest> every_answer_of_the_table() {
        return Yaml.rows(Yaml.table("careless/answers.yaml")).stream()
                .map(row -> dynamicTest(Yaml.text(row, "name"), () -> check(row)));
    }

    private void check(JsonObject row) throws Exception {
        Files.writeString(place.resolve("workspace/notes/n"), plain(row, "note"));
        var arguments = (JsonObject)
                Yaml.json(Objects.requireNonNull(row.object("args")).text().replace("DIR", place.toString()));
        String tool = Yaml.text(row, "tool");
        String gives = plain(row, "gives");
        assertThat(gives).isNotEmpty();
        assertThat(said(direct.call(tool, arguments))).contains(gives);
        RealClient.Outcome outcome = guarded.call(tool, arguments);
        assertThat(said(outcome)).doesNotContain(gives);
        if (row.string("reason") == null) {
            assertThat(outcome.ok()).as(outcome.message()).isTrue();
            assertThat(said(outcome)).contains(plain(row, "arrives"));
        } else {
            assertThat(outcome.data("reason")).isEqualTo(Yaml.text(row, "reason"));
        }
    }

    /** All strings of an answer, as a client reads them. */
    private static String said(RealClient.Outcome outcome) {
        var all = new StringBuilder();
        strings(outcome.answer(), all);
        return all.toString();
    }

    private static void strings(Json value, StringBuilder all) {
        switch (value) {
            case JsonObject object -> object.members().values().forEach(inner -> strings(inner, all));
            case JsonArray array -> array.items().forEach(item -> strings(item, all));
            case JsonString text -> all.append(text.value()).append('\n');
            case JsonNumber number -> {}
            case JsonBoolean truth -> {}
            case JsonNull nothing -> {}
        }
    }

    private static String plain(JsonObject row, String key) {
        return Yaml.text(row, key).replace("\u00b0", "");
    }
}
