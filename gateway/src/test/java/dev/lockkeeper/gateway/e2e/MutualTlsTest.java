package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.front.Pki;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Callers that the configuration knows by their certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutualTlsTest {

    private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    private static final GeneralName AGENT = new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://a/agent");
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"t\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

    private Pki authority;
    private Program program;
    private Program.Serving gateway;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        authority = new Pki();
        program = new Program(directory);
        Pki.pem(program.home().resolve("ca.pem"), "CERTIFICATE", authority.certificate.getEncoded());
        authority.issue("CN=gateway", "EC", LOOPBACK).files(program.home(), null);
        program.configureAll("""
                version: 1
                untyped: allow
                listen:
                  port: 0
                  health-port: 0
                  tls:
                    certificate: cert.pem
                    key: key.pem
                    client-ca: ca.pem
                    callers: { "cn:alice.example": alice, "uri:spiffe://a/agent": agent }
                groups: { people: ['certificate:alice'] }
                servers:
                  modern:
                    run: %s
                    env-from: [PATH]
                    allow:
                      - { tools: [add], callers: ['group:people'] }
                      - { tools: [count], callers: ['certificate:agent'] }
                """.formatted(Peers.modern()));
        gateway = program.serve();
    }

    @AfterAll
    void end() {
        gateway.close();
    }

    @Test
    void a_certificate_that_the_configuration_knows_lets_its_caller_in_with_the_callers_rules() throws Exception {
        HttpResponse<String> alice = list(authority.issue("CN=alice.example", "EC", LOOPBACK), null);
        assertThat(alice.statusCode()).isEqualTo(200);
        assertThat(alice.body()).contains("\"add\"").doesNotContain("\"count\"");
        HttpResponse<String> agent = list(authority.issue("CN=whatever", "EC", AGENT), null);
        assertThat(agent.statusCode()).isEqualTo(200);
        assertThat(agent.body()).contains("\"count\"").doesNotContain("\"add\"");
        assertThat(program.run("", "audit", "query", "--caller", "certificate:alice", "--json")
                        .out())
                .contains("tools/list");
    }

    @Test
    void a_certificate_that_the_configuration_does_not_know_is_not_let_in() throws Exception {
        HttpResponse<String> answer = list(authority.issue("CN=mallory", "EC", LOOPBACK), null);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"reason\":\"caller.unknown\"");
    }

    @Test
    void a_certificate_of_two_callers_is_nobodys() throws Exception {
        assertThat(list(authority.issue("CN=alice.example", "EC", AGENT), null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_wrong_token_is_not_made_good_by_a_certificate() throws Exception {
        assertThat(list(authority.issue("CN=alice.example", "EC", LOOPBACK), "lk_nonsense")
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> list(Pki.Identity identity, @Nullable String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.url("modern")))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/list")
                .POST(HttpRequest.BodyPublishers.ofString(LIST));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (var client = HttpClient.newBuilder()
                .sslContext(authority.client(identity, "TLSv1.3"))
                .build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
