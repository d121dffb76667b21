package dev.lockkeeper.gateway.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** A stream of HTTP+SSE, and the place that its first event names, to which a client posts. */
final class SseStream implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;
    private final BufferedReader events;
    private final URI endpoint;

    SseStream(String url, String token) throws IOException, InterruptedException {
        this.token = token;
        HttpRequest listen =
                request(URI.create(url)).header("Accept", "text/event-stream").build();
        events = new BufferedReader(new InputStreamReader(
                http.send(listen, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
        endpoint = URI.create(url).resolve(messages().findFirst().orElseThrow());
    }

    private HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token);
    }

    void post(String message) throws IOException, InterruptedException {
        HttpRequest post = request(endpoint)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build();
        int status = http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 202) {
            throw new IOException("a message was answered with " + status);
        }
    }

    /** What comes from now on. */
    Stream<String> messages() {
        return events.lines().filter(line -> line.startsWith("data: ")).map(line -> line.substring("data: ".length()));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
