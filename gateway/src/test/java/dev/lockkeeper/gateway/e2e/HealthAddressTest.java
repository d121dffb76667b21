package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthAddressTest {

    @TempDir
    private Path directory;

    @Test
    void serve_prints_the_address_that_health_was_given_and_tells_only_yes_or_no_there() throws Exception {
        var program = new Program(directory);
        program.configureAll("version: 1\nlisten: { port: 0, health-port: 0, health-host: localhost }\n");
        try (Program.Serving gateway = program.serve()) {
            assertThat(gateway.health()).startsWith("http://localhost:");
            HttpResponse<String> ready = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(gateway.health())).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(ready.body())
                    .isEqualToIgnoringNewLines("{\"status\":\"ready\",\"checks\":{\"journal\":\"ok\"}}");
        }
    }
}
