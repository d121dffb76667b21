package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.gateway.upstream.SseReaderTest.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rules of the HTML standard, section 9.2.6, once more: over the whole stream at once and without bounds, as plainly
 * as they stand there. A character stands for a byte.
 */
final class SseReference {

    private String data = "";
    private String type = "";
    private String id = "";
    private String lastId = "";
    private long retry = -1;
    private final List<String> events = new ArrayList<>();

    private SseReference() {}

    static Reading read(byte[] stream) {
        String text = new String(stream, StandardCharsets.ISO_8859_1);
        text = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\r\n|\r|\n", -1)));
        lines.removeLast(); // what no line end follows is no line
        var reference = new SseReference();
        lines.forEach(reference::line);
        return new Reading(reference.events, reference.lastId, reference.retry, false);
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith(":")) {
            return;
        } else if (line.contains(":")) {
            String value = line.substring(line.indexOf(':') + 1);
            field(line.substring(0, line.indexOf(':')), value.startsWith(" ") ? value.substring(1) : value);
        } else {
            field(line, "");
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "event" -> type = value;
            case "data" -> data += value + "\n";
            case "id" -> id = value.contains("\0") ? id : value;
            case "retry" -> {
                if (value.matches("[0-9]+")) {
                    retry = new java.math.BigInteger(value)
                            .min(java.math.BigInteger.valueOf(3_600_000))
                            .longValue();
                }
            }
            default -> {}
        }
    }

    private void dispatch() {
        lastId = decoded(id);
        if (!data.isEmpty()) {
            events.add((type.isEmpty() ? "message" : decoded(type)) + "|" + lastId + "|"
                    + decoded(data.substring(0, data.length() - 1)));
        }
        data = "";
        type = "";
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
