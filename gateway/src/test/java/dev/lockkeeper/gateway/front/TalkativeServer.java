package dev.lockkeeper.gateway.front;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that speaks over standard input and output. It never answers a call of {@code stall}, but tells much
 * progress of it before it answers each call of {@code step}.
 */
final class TalkativeServer {

    static final int MESSAGE_CHARS = 512 << 10;

    private static final Pattern ID = Pattern.compile("\"id\" ?: ?(\\d+)");
    private static final Pattern METHOD = Pattern.compile("\"method\" ?: ?\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("\"name\" ?: ?\"([^\"]*)\"");

    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private boolean stalled;

    private TalkativeServer() {}

    public static void main(String... arguments) throws IOException {
        new TalkativeServer().serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    private void serve(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String id = found(ID, line);
            switch (found(METHOD, line)) {
                case "server/discover" ->
                    result(id, "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}}");
                case "tools/list" -> result(id, "{\"tools\":[" + tool("stall") + "," + tool("step") + "]}");
                case "tools/call" -> call(found(NAME, line), id);
                default -> {}
            }
        }
    }

    private void call(String tool, String id) {
        if (tool.equals("stall")) {
            stalled = true;
            return;
        }
        if (stalled) {
            say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"t\","
                    + "\"progress\":1,\"message\":\"" + "x".repeat(MESSAGE_CHARS) + "\"}}");
        }
        result(id, "{\"content\":[],\"stalled\":" + stalled + "}");
    }

    private static String tool(String name) {
        return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
    }

    private static String found(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private void result(String id, String result) {
        say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private void say(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
