package dev.lockkeeper.mcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where members stand in a JSON text. It only skips, and so needs a text that {@code JsonReader} accepted: valid
 * UTF-8, valid grammar, unique names.
 */
final class WireScanner {

    /** A member: its name's quotation mark, its value's first byte, and the byte after its value. */
    record Member(int name, int value, int end) {}

    /**
     * An object and the member that was looked for in it.
     *
     * @param end the byte after the last member's value, or after the opening brace where there is no member
     * @param found null where the object has no such member; then {@code end} is known
     */
    record Place(
            int start, int end, boolean empty, @Nullable Member found) {}

    /** An element of an array: its first byte, and the byte after it. */
    record Element(int start, int end) {}

    private final byte[] text;
    private int at;

    WireScanner(byte[] text) {
        this.text = text;
    }

    /** Looks for a member in the object whose opening brace is the first byte that is not white space from here on. */
    Place find(int from, String name) {
        at = from;
        space();
        if (at >= text.length || text[at] != '{') {
            throw new IllegalArgumentException("not an object");
        }
        int start = at++;
        int end = at;
        space();
        if (text[at] == '}') {
            return new Place(start, end, true, null);
        }
        while (true) {
            space();
            int nameAt = at;
            boolean wanted = names(name);
            space();
            at++; // the colon
            space();
            int valueAt = at;
            value();
            end = at;
            if (wanted) {
                return new Place(start, end, false, new Member(nameAt, valueAt, end));
            }
            space();
            if (text[at++] != ',') {
                return new Place(start, end, false, null);
            }
        }
    }

    /** The elements of the array whose opening bracket is the first byte that is not white space. */
    List<Element> elements() {
        List<Element> found = new ArrayList<>();
        at = 0;
        space();
        at++; // the bracket
        space();
        while (text[at] != ']') {
            int start = at;
            value();
            found.add(new Element(start, at));
            space();
            if (text[at] == ',') {
                at++;
                space();
            }
        }
        return found;
    }

    /** The first byte from here on that is not white space. */
    int afterSpace(int from) {
        at = from;
        space();
        return at;
    }

    private void space() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    private void value() {
        int depth = 0;
        do {
            switch (text[at]) {
                case '"' -> string();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                case ',', ':', ' ', '\n', '\r', '\t' -> at++;
                default -> literal();
            }
        } while (depth > 0);
    }

    private void literal() {
        while (at < text.length && ",:]} \n\r\t".indexOf(text[at]) < 0) {
            at++;
        }
    }

    private void string() {
        at++;
        while (text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    /** Passes over a member's name and says whether it is this one, however it is spelled. */
    private boolean names(String name) {
        int start = at + 1;
        string();
        var raw = new String(text, start, at - 1 - start, StandardCharsets.UTF_8);
        return (raw.indexOf('\\') < 0 ? raw : unescaped(raw)).equals(name);
    }

    private static String unescaped(String raw) {
        var out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            switch (escape) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> out.append(escape);
            }
        }
        return out.toString();
    }
}
