package dev.lockkeeper.gateway.upstream;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that speaks over standard input and output and does, for every request, what the request's method says: most
 * of that is wrong.
 */
final class CarelessServer {

    private static final Pattern ID = Pattern.compile("\"id\" ?: ?(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");
    private static final Pattern METHOD = Pattern.compile("\"method\" ?: ?\"([^\"]*)\"");

    private final OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private final List<String> seen = new ArrayList<>();
    private String late = "";
    private boolean finished;

    private CarelessServer() {}

    public static void main(String... arguments) throws Exception {
        new CarelessServer().serve();
    }

    private void serve() throws Exception {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher method = METHOD.matcher(line);
            Matcher id = ID.matcher(line);
            if (method.find()) {
                seen.add(method.group(1));
                answer(method.group(1), id.find() ? id.group(1) : "null", line);
            }
            out.flush();
        }
    }

    private void answer(String method, String id, String line) throws Exception {
        switch (method) {
            case "seen" -> result(id, "{\"line\":\"" + String.join(" ", seen) + "\"}");
            case "resources/subscribe", "resources/unsubscribe", "logging/setLevel" -> result(id, "{}");
            case "echo" -> result(id, "{\"line\":" + quoted(line) + "}");
            case "spelling" -> say("{ \"result\" : {\"n\":1.10,\"id\":7} , \"id\":" + id + ", \"jsonrpc\":\"2.0\" }");
            case "fail" ->
                say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32000,\"message\":\"no\"}}");
            case "environment" ->
                result(id, "{\"line\":" + quoted(System.getenv().toString()) + "}");
            case "twice" -> {
                result(id, "{}");
                result(id, "{}");
            }
            case "unknown" -> {
                result("424242", "{}");
                result(id, "{}");
            }
            case "chatter" -> {
                say("Server started!");
                say("");
                result(id, "{}");
            }
            case "garbage" -> {
                for (int i = 0; i < 1000; i++) {
                    say("garbage");
                }
            }
            case "surrogate" -> result(id, "{\"text\":\"\\ud800\"}");
            case "duplicate" -> result(id, "{\"text\":1,\"text\":2}");
            case "half" -> raw("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"resu");
            case "half-and-exit" -> {
                raw("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"resu");
                out.flush();
                Runtime.getRuntime().halt(3);
            }
            case "exit" -> Runtime.getRuntime().halt(3);
            case "gigabyte" -> gigabyte();
            case "endless-flood" -> {
                while (true) {
                    say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}");
                }
            }
            case "flood" -> {
                for (int i = 0; i < number(line); i++) {
                    say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"n\":" + i + "}}");
                }
                result(id, "{}");
            }
            case "steps" -> {
                for (finished = false; !finished; Thread.sleep(50)) {
                    say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                            + "\"params\":{\"progressToken\":\"t\",\"progress\":1}}");
                    out.flush();
                    if (in.ready()) {
                        finished = String.valueOf(in.readLine()).contains("\"finish\"");
                    }
                }
                result(id, "{}");
            }
            case "progress-after" -> {
                String progress = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"progressToken\":\"t\",\"progress\":1}}";
                say(progress);
                result(id, "{}");
                say(progress);
            }
            case "mirror" -> result(id, line);
            case "progress" -> {
                say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"progressToken\":\"t\",\"progress\":1}}");
                result(id, "{}");
            }
            case "subscriptions/listen" ->
                say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\","
                        + "\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}}}");
            case "initialize" ->
                result(
                        id,
                        "{\"protocolVersion\":\""
                                + (line.contains("2025-03-26")
                                        ? "2025-03-26"
                                        : System.getenv().getOrDefault("VERSION", "2025-11-25"))
                                + "\"}");
            case "batch" ->
                say("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"n\":1}} ,"
                        + "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"line\":\"batched\"}}]");
            case "silence" -> {}
            case "late" -> late = id;
            case "notifications/cancelled" -> {
                say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"seen\":" + quoted(line)
                        + "}}");
                if (!late.isEmpty()) {
                    result(late, "{}");
                }
            }
            case "deaf-until" -> {
                Path file = Path.of(line.replaceAll(".*\"file\":\"([^\"]*)\".*", "$1"));
                while (!Files.exists(file)) {
                    Thread.sleep(20);
                }
                result(id, "{}");
            }
            case "deaf" -> Thread.sleep(Long.MAX_VALUE);
            case "ask" -> say("{\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"method\":\"roots/list\"}");
            case "stderr" -> {
                System.err.println("a\u001b[31mred");
                result(id, "{}");
            }
            default ->
                say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"seen\":" + quoted(line)
                        + "}}");
        }
    }

    private static int number(String line) {
        Matcher matcher = NUMBER.matcher(line);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private void gigabyte() throws IOException {
        byte[] block = new byte[1 << 16];
        Arrays.fill(block, (byte) 'x');
        // As long as the number of blocks that were taken.
        String counted = System.getenv("WRITTEN");
        try (OutputStream written =
                counted == null ? OutputStream.nullOutputStream() : Files.newOutputStream(Path.of(counted))) {
            for (int i = 0; i < (1 << 30) / block.length; i++) {
                out.write(block);
                written.write('x');
            }
        }
    }

    private void result(String id, String result) throws IOException {
        say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private void say(String line) throws IOException {
        raw(line + "\n");
    }

    private void raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
