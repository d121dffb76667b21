package dev.lockkeeper.gateway.demo;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The official TypeScript client in a process of its own, driven by lines of JSON; {@code testdata/node/client.mjs} says
 * which operations there are. For one thread.
 */
public final class RealClient implements AutoCloseable {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;

    private RealClient(Process process) {
        this.process = process;
        this.in = process.getOutputStream();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts it.
     *
     * @param peers the folder {@code testdata/node} with its packages installed
     */
    public static RealClient start(Path peers) throws IOException {
        return new RealClient(new ProcessBuilder("node", "client.mjs")
                .directory(peers.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** What came of an operation. */
    public record Outcome(boolean ok, JsonObject answer) {

        /** The result, empty where there is none. */
        public JsonObject result() {
            JsonObject result = answer.object("result");
            return result == null ? JsonObject.EMPTY : result;
        }

        /** The error's message, empty where there is none. */
        public String message() {
            String message = answer.string("message");
            return message == null ? "" : message;
        }

        /** A member of the error's data, empty where there is none. */
        public String data(String name) {
            JsonObject data = answer.object("data");
            String value = data == null ? null : data.string(name);
            return value == null ? "" : value;
        }
    }

    /** Sends one operation and waits for what came of it. */
    public Outcome ask(JsonObject operation) throws IOException {
        in.write((operation.text() + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the client ended");
        }
        try {
            Json answer = READER.read(line.getBytes(StandardCharsets.UTF_8));
            return answer instanceof JsonObject object
                    ? new Outcome(line.startsWith("{\"ok\":true"), object)
                    : new Outcome(false, JsonObject.EMPTY);
        } catch (JsonRefused e) {
            throw new IOException("the client answered with something that is not JSON", e);
        }
    }

    /** Calls a tool. */
    public Outcome call(String tool, JsonObject arguments) throws IOException {
        return ask(JsonObject.EMPTY.with("op", "call").with("name", tool).with("arguments", arguments));
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
