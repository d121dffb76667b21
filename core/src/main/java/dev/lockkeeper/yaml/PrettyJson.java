package dev.lockkeeper.yaml;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.Iterator;

/** Writes JSON for people: two spaces a level, a line for each member. */
public final class PrettyJson {

    private PrettyJson() {}

    /** The text, ending with a line break. */
    public static String text(Json value) {
        var out = new StringBuilder();
        write(value, "", out);
        return out.append('\n').toString();
    }

    private static void write(Json value, String indentation, StringBuilder out) {
        String deeper = indentation + "  ";
        switch (value) {
            case JsonObject object
            when !object.members().isEmpty() -> {
                out.append("{\n");
                for (var members = object.members().entrySet().iterator(); members.hasNext(); ) {
                    var member = members.next();
                    out.append(deeper)
                            .append(new JsonString(member.getKey()).text())
                            .append(": ");
                    write(member.getValue(), deeper, out);
                    out.append(members.hasNext() ? ",\n" : "\n");
                }
                out.append(indentation).append('}');
            }
            case JsonArray array
            when array.items().stream().anyMatch(item -> item instanceof JsonObject) -> {
                out.append("[\n");
                for (Iterator<Json> items = array.items().iterator(); items.hasNext(); ) {
                    out.append(deeper);
                    write(items.next(), deeper, out);
                    out.append(items.hasNext() ? ",\n" : "\n");
                }
                out.append(indentation).append(']');
            }
            case Json other -> out.append(other.text());
        }
    }
}
