package dev.lockkeeper.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A listener with the mistakes of real ones: each attack succeeds on it directly and fails at the gateway before it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CarelessListenerTest {

    private static final String META = "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"read_mail\",\"arguments\":{},\"_meta\":META}}";

    private Path directory = Path.of("");
    private Process careless;
    private int port;
    private Program program;
    private Program.Serving gateway;
    private String alice;
    private String bob;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        careless = new ProcessBuilder(
                        "node", Peers.folder().resolve("careless-listener.mjs").toString())
                .redirectError(temporary.resolve("careless.log").toFile())
                .start();
        port = Integer.parseInt(new BufferedReader(new InputStreamReader(careless.getInputStream(), UTF_8)).readLine());
        program = new Program(temporary);
        program.configure("""
                servers:
                  careless: { url: URL/mcp, allow: ['*'] }
                  closed: { url: URL/private/mcp, allow: [read_mail] }
                  open: { url: URL/open/mcp, allow: ['*'] }
                  shared: { url: URL/shared/mcp, allow: ['*'] }
                  challenge: { url: URL/challenge/mcp, allow: ['*'] }
                """.replace("URL", direct("")));
        alice = program.token("alice");
        bob = program.token("bob");
        gateway = program.serve();
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        careless.destroy();
    }

    private String direct(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private int gatewayPort() {
        return URI.create(gateway.url("careless")).getPort();
    }

    /** The answer to a request that is sent as it is. */
    private record Answer(int status, String text) {}

    private static Answer exchange(InetAddress address, int port, String request) throws IOException {
        try (var socket = new Socket(address, port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String text = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return new Answer(Integer.parseInt(text.split(" ", 3)[1]), text);
        }
    }

    private Answer send(JsonObject row, int to, String base) throws Exception {
        String method = Yaml.text(row, "method", "POST");
        String body = method.equals("GET") ? "" : Yaml.text(row, "body", CALL).replace("META", META);
        Map<String, String> headers = new LinkedHashMap<>(Map.of(
                "Host", "127.0.0.1:PORT",
                "Authorization", "Bearer TOKEN",
                "Content-Type", "application/json",
                "Accept", "application/json, text/event-stream",
                "MCP-Protocol-Version", "2026-07-28",
                "Mcp-Method", "tools/call",
                "Mcp-Name", "read_mail"));
        JsonObject changed = row.object("headers");
        for (var header :
                (changed == null ? JsonObject.EMPTY : changed).members().entrySet()) {
            Json value = header.getValue();
            if (value instanceof JsonString text) {
                headers.put(header.getKey(), text.value());
            } else {
                headers.remove(header.getKey());
            }
        }
        headers.put("Content-Length", Integer.toString(body.getBytes(UTF_8).length));
        headers.put("Connection", "close");
        var request = new StringBuilder(method + " " + base + Yaml.text(row, "path", "/mcp") + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        String text = request.append("\r\n")
                .append(body)
                .toString()
                .replace("PORT", Integer.toString(to))
                .replace("TOKEN", alice)
                .replace("FORGED", forged());
        return exchange(InetAddress.getLoopbackAddress(), to, text);
    }

    /** Whoever knows the key is whoever they like. */
    private static String forged() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("default-session-key".getBytes(UTF_8), "HmacSHA256"));
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String said = base64.encodeToString("{\"user\":\"admin\",\"backend\":\"private\"}".getBytes(UTF_8));
        return said + "." + base64.encodeToString(mac.doFinal(said.getBytes(UTF_8)));
    }

    @TestFactory
    Stream<DynamicTest> every_request_succeeds_directly_and_is_refused_by_the_gateway() {
        return Yaml.rows(Yaml.table("careless/listener.yaml")).stream()
                .map(row -> dynamicTest(Yaml.text(row, "name"), () -> {
                    assertThat(send(row, port, "").text()).contains(Yaml.text(row, "gives"));
                    Answer refused = send(row, gatewayPort(), "/s/careless");
                    assertThat(refused.text())
                            .contains("\"reason\":\"" + Yaml.text(row, "reason") + "\"")
                            .doesNotContain("canary", "endpoint");
                    assertThat(refused.status()).isEqualTo(Integer.parseInt(String.valueOf(row.get("status"))));
                }));
    }

    @Test
    void the_same_request_without_an_attack_passes() throws Exception {
        Answer passed = send(JsonObject.EMPTY, gatewayPort(), "/s/careless");
        assertThat(passed.text()).contains("canary-mail of guest");
        assertThat(passed.status()).isEqualTo(200);
    }

    private static JsonObject call(String tool, String arguments) {
        return RawClient.read("{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    private RawClient.OverHttp opened(String url, String token) throws Exception {
        var client = new RawClient.OverHttp(url, token, "2025-11-25");
        client.ask("initialize", RawClient.introduction("2025-11-25"));
        client.tell("notifications/initialized");
        return client;
    }

    /** GHSA-mvgg-jvj2-4frq: opened where nothing may be done, used where everything may. */
    @Test
    void a_session_takes_nothing_from_one_route_to_another() throws Exception {
        JsonObject read = call("read_data", "{}");
        try (var client = opened(direct("/closed/mcp"), "")) {
            assertThat(client.ask("tools/call", read).text()).contains("not allowed here");
            client.move(direct("/open/mcp"));
            assertThat(client.ask("tools/call", read).text()).contains("canary-data of private");
        }
        try (var client = opened(gateway.url("closed"), alice)) {
            assertThat(client.ask("tools/call", call("read_mail", "{}")).text()).contains("canary-mail");
            assertThat(client.ask("tools/call", read).text())
                    .contains("\"reason\":\"policy.default-deny\"")
                    .doesNotContain("canary");
            client.move(gateway.url("open"));
            assertThat(client.ask("tools/call", read).text())
                    .contains("\"reason\":\"session.unknown\"")
                    .doesNotContain("canary");
            assertThat(client.status()).isEqualTo(404);
        }
        try (var client = opened(gateway.url("open"), alice)) {
            assertThat(client.ask("tools/call", read).text()).contains("canary-data of public");
        }
    }

    /** CVE-2026-25536: two clients, one id, and a server that keeps one place for both. */
    @Test
    void an_answer_reaches_nobody_else_who_used_its_id() throws Exception {
        Map<String, String> crossed = reports(direct("/shared/mcp"), "", "");
        assertThat(crossed).hasSize(1);
        crossed.forEach((customer, answer) -> assertThat(answer).contains("of ").doesNotContain("of " + customer));
        Map<String, String> kept = reports(gateway.url("shared"), alice, bob);
        assertThat(kept).hasSize(2);
        kept.forEach((customer, answer) -> assertThat(answer).contains("of " + customer));
    }

    /** What two clients get that ask at once, by the customer that each asks about. */
    private Map<String, String> reports(String url, String first, String second) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        try (var one = opened(url, first);
                var other = opened(url, second);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<JsonObject>> asked = Map.of(
                    "ada", threads.submit(() -> one.ask("tools/call", call("report", "{\"customer\":\"ada\"}"))),
                    "bo", threads.submit(() -> other.ask("tools/call", call("report", "{\"customer\":\"bo\"}"))));
            for (var each : asked.entrySet()) {
                try {
                    answers.put(each.getKey(), each.getValue().get().text());
                } catch (ExecutionException nothing) {
                    assertThat(nothing).hasCauseInstanceOf(IOException.class);
                }
            }
        }
        return answers;
    }

    private static String plain(String path, int port) {
        String call = CALL.replace("META", META);
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + call.length()
                + "\r\n\r\n" + call;
    }

    /** NeighborJack: whoever is in the same network. */
    @Test
    void from_the_network_nobody_gets_in_without_a_token() throws Exception {
        Optional<InetAddress> found = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                .findFirst();
        assumeTrue(found.isPresent(), "this machine has no address but its own");
        InetAddress address = found.get();
        assertThat(exchange(address, port, plain("/mcp", port)).text()).contains("canary-mail");
        // Where nothing else is said, it does not listen there.
        assertThatThrownBy(() -> exchange(address, gatewayPort(), plain("/s/careless/mcp", gatewayPort())))
                .isInstanceOf(ConnectException.class);
        var open = new Program(Files.createDirectory(directory.resolve("open")));
        open.configureAll("""
                version: 1
                untyped: allow
                listen: { host: 0.0.0.0, port: 0, health-port: 0, plaintext-behind-proxy: true }
                servers: { careless: { url: URL/mcp, allow: ['*'] } }
                """.replace("URL", direct("")));
        try (Program.Serving serving = open.serve()) {
            int there = URI.create(serving.url("careless")).getPort();
            Answer refused = exchange(address, there, plain("/s/careless/mcp", there));
            assertThat(refused.text()).contains("\"reason\":\"caller.unknown\"").doesNotContain("canary");
            assertThat(refused.status()).isEqualTo(401);
        }
    }

    @Test
    void a_gateway_for_the_network_does_not_start_without_tls() throws Exception {
        var open = new Program(Files.createDirectory(directory.resolve("plain")));
        open.configureAll("version: 1\nlisten: { host: 0.0.0.0, port: 0, health-port: 0 }\n");
        Process process = open.start("serve");
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(Files.readString(open.home().resolve("stderr.log"))).contains("needs TLS");
        } finally {
            process.destroyForcibly();
        }
    }

    /** GHSA-g53w-w6mj-hrpp: what opens one gateway opens no other. */
    @Test
    void two_gateways_have_no_key_and_no_token_in_common() throws Exception {
        var other = new Program(Files.createDirectory(directory.resolve("other")));
        other.configure("servers: { careless: { url: " + direct("/mcp") + ", allow: ['*'] } }\n");
        try (Program.Serving serving = other.serve()) {
            Answer refused =
                    send(JsonObject.EMPTY, URI.create(serving.url("careless")).getPort(), "/s/careless");
            assertThat(refused.text()).contains("\"reason\":\"caller.unknown\"");
            assertThat(refused.status()).isEqualTo(401);
        }
        for (String key : List.of("placeholders.key", "journal/signing.key", "journal/redaction.key")) {
            assertThat(other.home().resolve(key)).exists();
            assertThat(Files.readAllBytes(other.home().resolve(key)))
                    .isNotEqualTo(Files.readAllBytes(program.home().resolve(key)));
        }
    }

    /** CVE-2025-6514: a server that refuses and says where to log in, to a client that opens it by a shell. */
    @Test
    void where_a_server_sends_a_client_to_log_in_is_not_passed_on() throws Exception {
        assertThat(careless(direct("/challenge/mcp"))).contains("opening http://login-canary-42/");
        assertThat(careless(gateway.url("challenge")))
                .contains("\"reason\":\"upstream.unavailable\"")
                .doesNotContain("opening", "login", "metadata");
    }

    private String careless(String url) throws Exception {
        Process client = new ProcessBuilder(
                        "node", Peers.folder().resolve("careless-client.mjs").toString(), url, alice)
                .redirectErrorStream(true)
                .start();
        return new String(client.getInputStream().readAllBytes(), UTF_8);
    }
}
