package dev.lockkeeper.bench.load;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The load generator: takes commands on standard input, one object a line, and answers each with a line. Stays warm from
 * one measurement to the next, and ends when its standard input does.
 */
public final class Generator {

    private final List<Connection> streams = new ArrayList<>();

    private Generator() {}

    public static void main(String[] arguments) throws IOException, JsonRefused, InterruptedException {
        var generator = new Generator();
        var reader = new JsonReader(JsonLimits.DEFAULT);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            var command = (JsonObject) reader.read(line.getBytes(StandardCharsets.UTF_8));
            System.out.println(generator.answer(command).text());
            System.out.flush();
        }
        System.exit(0);
    }

    /** Calls for so long. */
    public static JsonObject call(Target target, String tool, int connections, int rate, long millis) {
        return target.toJson()
                .with("do", "call")
                .with("tool", tool)
                .with("connections", JsonNumber.of(connections))
                .with("rate", JsonNumber.of(rate))
                .with("millis", JsonNumber.of(millis));
    }

    /** Opens sessions with a listening stream each, and keeps them open. */
    public static JsonObject listen(Target target, int count) {
        return target.toJson().with("do", "listen").with("count", JsonNumber.of(count));
    }

    private JsonObject answer(JsonObject command) throws InterruptedException {
        Target target = Target.of(command);
        try {
            return switch (Target.text(command, "do")) {
                case "call" ->
                    new Load(
                                    target,
                                    Target.text(command, "tool"),
                                    number(command, "connections"),
                                    number(command, "rate"))
                            .run(number(command, "millis"));
                case "listen" -> listenTo(target, number(command, "count"));
                default -> throw new IOException("no such command");
            };
        } catch (IOException e) {
            return JsonObject.EMPTY.with("error", e.toString());
        }
    }

    // The connection that began a session goes on as its stream, so that a stream costs one connection.
    private JsonObject listenTo(Target target, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Connection connection = Connection.open(target.port());
            streams.add(connection);
            String session = Caller.begin(target, connection);
            int status = connection.begin(target.listen(session));
            if (status != 200) {
                throw new IOException("stream " + i + " was answered with HTTP status " + status);
            }
        }
        return JsonObject.EMPTY.with("open", JsonNumber.of(streams.size()));
    }

    private static int number(JsonObject command, String member) {
        return Integer.parseInt(Target.text(command, member));
    }
}
