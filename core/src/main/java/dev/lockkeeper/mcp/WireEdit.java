package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.WireScanner.Member;
import dev.lockkeeper.mcp.WireScanner.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Changes one member of a message and not one byte beside it: white space, the order of members, the spelling of
 * numbers and escapes stay. Works on texts that {@link MessageReader} accepted; anything else gives an undefined result
 * or an {@link IndexOutOfBoundsException}. A path is the names of members from the outside in, such as {@code params},
 * {@code requestId}.
 */
public final class WireEdit {

    private WireEdit() {}

    /**
     * The message with another value at the path.
     *
     * @throws IllegalArgumentException when there is no member at the path
     */
    public static Wire replace(Wire wire, List<String> path, Json value) {
        byte[] text = wire.raw();
        Member member = member(text, place(text, path), path);
        return splice(text, member.value(), member.end(), value.text());
    }

    /**
     * The message with this value at the path: replaced where it is, or put after the last member of its object.
     *
     * @throws IllegalArgumentException when the object that should hold the member is absent
     */
    public static Wire put(Wire wire, List<String> path, Json value) {
        byte[] text = wire.raw();
        Place place = place(text, path);
        if (place.found() != null) {
            return replace(wire, path, value);
        }
        String member = new JsonString(path.getLast()).text() + ":" + value.text();
        return splice(text, place.end(), place.end(), place.empty() ? member : "," + member);
    }

    /**
     * The message without the member at the path and without the comma that belonged to it.
     *
     * @throws IllegalArgumentException when there is no member at the path
     */
    public static Wire remove(Wire wire, List<String> path) {
        byte[] text = wire.raw();
        Place place = place(text, path);
        Member member = member(text, place, path);
        var scanner = new WireScanner(text);
        int next = scanner.afterSpace(member.end());
        if (text[next] == ',') {
            return splice(text, member.name(), scanner.afterSpace(next + 1), "");
        }
        int comma = member.name() - 1;
        while (text[comma] != ',' && comma > place.start()) {
            comma--;
        }
        return splice(text, comma > place.start() ? comma : member.name(), member.end(), "");
    }

    /**
     * The message on one line: raw line ends, which JSON allows only between tokens, become spaces. The same instance
     * where there is none.
     */
    public static Wire singleLine(Wire wire) {
        if (wire.singleLine()) {
            return wire;
        }
        byte[] text = wire.bytes();
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                text[i] = ' ';
            }
        }
        return Wire.adopt(text);
    }

    private static Place place(byte[] text, List<String> path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("an empty path");
        }
        var scanner = new WireScanner(text);
        Place place = scanner.find(0, path.getFirst());
        for (String name : path.subList(1, path.size())) {
            place = scanner.find(member(text, place, path).value(), name);
        }
        return place;
    }

    private static Member member(byte[] text, Place place, List<String> path) {
        Member found = place.found();
        if (found == null) {
            throw new IllegalArgumentException("no member at " + path + " in a message of " + text.length + " bytes");
        }
        return found;
    }

    private static Wire splice(byte[] text, int from, int to, String middle) {
        byte[] inserted = middle.getBytes(StandardCharsets.UTF_8);
        byte[] result = new byte[text.length - (to - from) + inserted.length];
        System.arraycopy(text, 0, result, 0, from);
        System.arraycopy(inserted, 0, result, from, inserted.length);
        System.arraycopy(text, to, result, from + inserted.length, text.length - to);
        return Wire.adopt(result);
    }
}
