package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two callers of one server in one program, which misbehaves towards one of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeighbourTest {

    @AutoClose
    private Program.Serving gateway;

    private String alice;
    private String bob;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        var program = new Program(directory);
        String run = JsonArray.ofStrings(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Path.of(System.getProperty("lockkeeper.root"), "gateway/target/test-classes")
                                .toString(),
                        "dev.lockkeeper.gateway.upstream.CarelessServer"))
                .text();
        program.configure("""
                servers:
                  careless:
                    run: %s
                    env: { WRITTEN: %s }
                    protocol: "2025-11-25"
                    methods: [echo, endless-flood, gigabyte, half-and-exit, twice]
                    allow: [anything]
                """.formatted(run, directory.resolve("written")));
        alice = program.token("alice");
        bob = program.token("bob");
        gateway = program.serve();
    }

    @ParameterizedTest
    @CsvSource({
        "endless-flood, upstream.flood",
        "gigabyte, upstream.protocol",
        "half-and-exit, upstream.closed",
        "twice, result"
    })
    void one_caller_pays_for_it(String misbehaviour, String outcome) throws Exception {
        try (RawClient first = client(alice);
                RawClient second = client(bob)) {
            var call = new FutureTask<>(() -> first.ask(misbehaviour, JsonObject.EMPTY));
            Thread.startVirtualThread(call);
            for (int i = 0; i < 50; i++) {
                assertThat(second.ask("echo", JsonObject.EMPTY).object("result"))
                        .isNotNull();
            }
            assertThat(call.get().text()).contains("\"" + outcome + "\"");
            assertThat(second.ask("echo", JsonObject.EMPTY).object("result")).isNotNull();
        }
    }

    private RawClient client(String token) throws Exception {
        var client = new RawClient.OverHttp(gateway.url("careless"), token, "2025-11-25");
        assertThat(client.ask("initialize", RawClient.introduction("2025-11-25"))
                        .text())
                .contains("\"result\"");
        client.tell("notifications/initialized");
        return client;
    }
}
