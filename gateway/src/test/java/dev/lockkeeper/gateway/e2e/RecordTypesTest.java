package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.JournalEntry;
import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalQuery;
import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one short run of {@code serve} leaves in the journal, kind by kind. */
class RecordTypesTest {

    @TempDir
    private Path directory;

    @Test
    void a_run_is_on_record_from_its_start_to_its_stop() throws Exception {
        var program = new Program(directory);
        program.configure("""
                servers:
                  sums:
                    run: [%s, -cp, %s, %s]
                    allow: [add]
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Path.of(System.getProperty("lockkeeper.root"), "gateway", "target", "test-classes"),
                        SumServer.class.getName()));
        String token = program.token("alice");
        try (var gateway = program.serve()) {
            String url = gateway.url("sums");
            assertThat(post(url, "lk_nonsense", "", "ping", "{}").statusCode()).isEqualTo(401);
            var opened = post(url, token, "", "initialize", """
                    {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");
            String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
            assertThat(post(url, token, session, "tools/call", "{\"name\":\"add\",\"arguments\":{}}")
                            .body())
                    .contains("five");
            Path file = program.home().resolve("lockkeeper.yaml");
            Files.writeString(file, Files.readString(file) + "# changed\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> types(program).contains("policy"));
        }
        assertThat(JournalVerifier.verify(program.journal()).status()).isEqualTo(Verification.Status.VERIFIED);
        List<String> types = types(program);
        assertThat(types)
                .contains("start", "login", "policy", "listing", "decision", "result", "refusal")
                .endsWith("stop");
        assertThat(types.indexOf("start")).isLessThan(types.indexOf("decision"));
        List<JournalEntry> entries = entries(program);
        assertThat(entries)
                .filteredOn(entry -> entry.string("type").equals("login"))
                .singleElement()
                .satisfies(login -> assertThat(login.string("caller")).isEqualTo("token:alice"));
        JournalEntry decision = entries.stream()
                .filter(entry -> entry.string("type").equals("decision"))
                .filter(entry -> entry.string("method").equals("tools/call"))
                .findFirst()
                .orElseThrow();
        assertThat(decision.string("outcome")).isEqualTo("granted");
        assertThat(entries)
                .filteredOn(entry -> entry.string("decision").equals(decision.reference()))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.string("type")).isEqualTo("result");
                    assertThat(result.string("digest")).startsWith("hmac-sha256:");
                });
    }

    private static List<JournalEntry> entries(Program program) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        new JournalQuery(program.journal()).select(JournalFilter.ALL, entries::add);
        return entries;
    }

    private static List<String> types(Program program) throws IOException {
        return entries(program).stream().map(entry -> entry.string("type")).toList();
    }

    private static HttpResponse<String> post(String url, String bearer, String session, String method, String params)
            throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A server with one tool, whose answer is always the same; needs nothing but a Java runtime. */
    static final class SumServer {

        private static final Pattern ID = Pattern.compile("\"id\":([0-9]+)");

        public static void main(String[] arguments) throws IOException {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Matcher id = ID.matcher(line);
                if (id.find()) {
                    System.out.println(
                            "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result(line) + "}");
                }
            }
        }

        private static String result(String line) {
            if (line.contains("\"initialize\"")) {
                return "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"sums\",\"version\":\"1\"}}";
            }
            return line.contains("\"tools/list\"")
                    ? "{\"tools\":[{\"name\":\"add\",\"inputSchema\":{\"type\":\"object\"}}]}"
                    : "{\"content\":[{\"type\":\"text\",\"text\":\"five\"}]}";
        }
    }
}
