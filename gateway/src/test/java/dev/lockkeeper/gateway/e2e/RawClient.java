package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client that sends exactly what it is told to, for what no library does any more or does yet. */
sealed interface RawClient extends AutoCloseable {

    JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    /** Sends a request and waits for its answer. */
    JsonObject ask(String method, JsonObject params) throws Exception;

    void tell(String method) throws Exception;

    @Override
    void close();

    private static JsonObject message(String method) {
        return JsonObject.EMPTY.with("jsonrpc", "2.0").with("method", method);
    }

    private static JsonObject request(int id, String method, JsonObject params) {
        return message(method).with("id", JsonNumber.of(id)).with("params", params);
    }

    /** The answer to one request among whatever else arrives. */
    private static JsonObject answer(Stream<String> messages, int id) throws IOException {
        return messages.map(RawClient::read)
                .filter(message -> message.string("method") == null)
                .filter(message -> JsonNumber.of(id).equals(message.get("id")) || isUnread(message))
                .findFirst()
                .orElseThrow(() -> new IOException("no answer"));
    }

    /** Whether it says that a message could not be read, and so not whose answer it is. */
    private static boolean isUnread(JsonObject message) {
        Json id = message.get("id");
        return message.object("error") != null && (id == null || id == JsonNull.NULL);
    }

    /** The parameters of {@code initialize}, of a client that can do nothing. */
    static JsonObject introduction(String version) {
        return read("{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"raw\",\"version\":\"1\"}}");
    }

    static JsonObject read(String text) {
        try {
            return (JsonObject) READER.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** Over the standard streams of a process, which ends with the client. */
    final class OverStdio implements RawClient {

        private final Process process;
        private final BufferedReader out;
        private int id;

        OverStdio(Process process) {
            this.process = process;
            this.out = process.inputReader(StandardCharsets.UTF_8);
        }

        @Override
        public JsonObject ask(String method, JsonObject params) throws IOException {
            id++;
            write(request(id, method, params));
            return answer(out.lines(), id);
        }

        @Override
        public void tell(String method) throws IOException {
            write(message(method));
        }

        private void write(JsonObject message) throws IOException {
            process.getOutputStream().write((message.text() + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    /** Over HTTP+SSE. */
    final class OverSse implements RawClient {

        private final SseStream stream;
        private int id;

        OverSse(String url, String token) throws Exception {
            this.stream = new SseStream(url, token);
        }

        @Override
        public JsonObject ask(String method, JsonObject params) throws Exception {
            id++;
            stream.post(request(id, method, params).text());
            return answer(stream.messages(), id);
        }

        @Override
        public void tell(String method) throws Exception {
            stream.post(message(method).text());
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** Over Streamable HTTP, with the headers that the version demands. */
    final class OverHttp implements RawClient {

        private final HttpClient http = HttpClient.newHttpClient();
        private URI url;
        private final String token;
        private final String version;
        private String session = "";
        private int status;
        private int id;

        OverHttp(String url, String token, String version) {
            this.url = URI.create(url);
            this.token = token;
            this.version = version;
        }

        @Override
        public JsonObject ask(String method, JsonObject params) throws Exception {
            id++;
            HttpResponse<String> response = post(method, params, request(id, method, params));
            status = response.statusCode();
            // Who is told that there is no such session has none.
            session = response.headers().firstValue("Mcp-Session-Id").orElse(status == 404 ? "" : session);
            boolean stream =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            return answer(
                    stream
                            ? response.body()
                                    .lines()
                                    .filter(line -> line.startsWith("data:"))
                                    .map(line -> line.substring("data:".length()))
                                    .filter(data -> !data.isBlank())
                            : Stream.of(response.body()),
                    id);
        }

        @Override
        public void tell(String method) throws Exception {
            int status = post(method, JsonObject.EMPTY, message(method)).statusCode();
            if (status != 202) {
                throw new IOException("a notification was answered with " + status);
            }
        }

        /** Goes on in the same session at another place. */
        void move(String to) {
            url = URI.create(to);
        }

        /** Of the last answer. */
        int status() {
            return status;
        }

        private HttpResponse<String> post(String method, JsonObject params, JsonObject message) throws Exception {
            var request = HttpRequest.newBuilder(url)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(message.text()));
            if (!session.isEmpty()) {
                request.header("Mcp-Session-Id", session);
            }
            // Versions are dates, so their texts are in order.
            if (version.compareTo("2025-06-18") >= 0 && !method.equals("initialize")) {
                request.header("MCP-Protocol-Version", version);
            }
            if (version.equals("2026-07-28")) {
                request.header("Mcp-Method", method);
                Stream.of("name", "uri")
                        .map(params::string)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(name -> request.header("Mcp-Name", name));
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
