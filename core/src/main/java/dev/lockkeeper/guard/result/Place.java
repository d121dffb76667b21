package dev.lockkeeper.guard.result;

import java.util.ArrayList;
import java.util.List;

/** Where a {@link Walk} is. The same instance for a whole walk, so nobody keeps it. */
final class Place {

    private final List<Object> path = new ArrayList<>();
    private Kind kind = Kind.TEXT;
    private String mimeType = "";

    Kind kind() {
        return kind;
    }

    /** The name of the member that holds the string, or the list that the string is in; empty at the top. */
    String name() {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (path.get(i) instanceof String name) {
                return name;
            }
        }
        return "";
    }

    /** What a {@link Kind#BLOB} is declared to be; empty where nothing is declared. */
    String mimeType() {
        return mimeType;
    }

    /** The place as a JSON Pointer (RFC 6901); what stands in JSON inside of a string is below that string. */
    String pointer() {
        var pointer = new StringBuilder();
        for (Object step : path) {
            pointer.append('/').append(step.toString().replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    void enter(Object step) {
        path.add(step);
    }

    void leave() {
        path.removeLast();
    }

    Place at(Kind now, String declared) {
        kind = now;
        mimeType = declared;
        return this;
    }
}
