package dev.lockkeeper.example.embedded;

import dev.lockkeeper.embed.GrantedCall;
import dev.lockkeeper.embed.ToolResult;
import dev.lockkeeper.embed.ToolWork;
import dev.lockkeeper.guard.url.ResolutionFailed;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fetches a page, from the addresses that were judged. */
final class Pages implements ToolWork {

    static final Tool TOOL = Tool.builder("fetch_page", McpJsonDefaults.getMapper(), """
                    {"type": "object", "properties": {"url": {"type": "string", "format": "uri"}}, "required": ["url"]}""")
            .description("Fetches a page of the documentation")
            .build();

    private static final int MOST_BYTES = 256 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // INVARIANT: goes nowhere that was not judged, so it follows no redirect and asks no proxy.
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build();

    /** Asks the system for the addresses of a name, which the JVM keeps as long as it runs. */
    static List<byte[]> addresses(String host) throws ResolutionFailed {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(InetAddress::getAddress)
                    .toList();
        } catch (UnknownHostException e) {
            throw new ResolutionFailed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public JsonObject call(GrantedCall call) throws IOException, InterruptedException {
        URI page = URI.create(call.text("url"));
        checkAddresses(page.getHost(), call.facts().object("/url"));
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(page).timeout(PATIENCE).build(),
                BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        return response.statusCode() == 200
                ? ToolResult.text(response.body())
                : ToolResult.error("The page answers with status " + response.statusCode() + ".");
    }

    /** A name must still lead to what was judged, and to nothing else. */
    private static void checkAddresses(String host, @Nullable JsonObject facts) throws IOException {
        JsonArray addresses = facts == null ? null : facts.array("addresses");
        Set<InetAddress> judged = new HashSet<>();
        for (Json address : addresses == null ? List.<Json>of() : addresses.items()) {
            judged.add(InetAddress.ofLiteral(((JsonString) address).value()));
        }
        if (!judged.containsAll(List.of(InetAddress.getAllByName(host)))) {
            throw new IOException("The name leads to an address that was not judged.");
        }
    }
}
