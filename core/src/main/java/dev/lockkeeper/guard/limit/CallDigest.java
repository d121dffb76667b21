package dev.lockkeeper.guard.limit;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;

/**
 * Tells calls apart: equal where the canonical forms of the arguments are. Not SHA-256, which costs more than all the
 * rest of an admission: who finds two calls of one digest has found nothing but a loop of its own.
 */
final class CallDigest {

    private static final long STRING = 0x9e3779b97f4a7c15L;
    private static final long NUMBER = 0xc2b2ae3d27d4eb4fL;
    private static final long ARRAY = 0x165667b19e3779f9L;
    private static final long OBJECT = 0x27d4eb2f165667c5L;

    private CallDigest() {}

    /** Of a tool of a server. */
    static long of(String server, String tool) {
        return mix(mix(STRING ^ server.hashCode()) ^ tool.hashCode());
    }

    /** Of a call of that tool. */
    static long of(long tool, Json arguments) {
        return mix(tool ^ of(arguments));
    }

    private static long of(Json value) {
        return switch (value) {
            case JsonString text -> text(text.value());
            case JsonNumber number -> mix(NUMBER ^ text(number.literal()));
            case JsonBoolean bool -> mix(bool == JsonBoolean.TRUE ? 2 : 3);
            case JsonNull nothing -> mix(5);
            case JsonArray array -> {
                long digest = ARRAY;
                for (Json item : array.items()) {
                    digest = mix(digest ^ of(item));
                }
                yield digest;
            }
            case JsonObject object -> {
                // A sum, since members have no order.
                long digest = OBJECT;
                for (var member : object.members().entrySet()) {
                    digest += mix(mix(text(member.getKey())) ^ of(member.getValue()));
                }
                yield mix(digest);
            }
        };
    }

    private static long text(String text) {
        return mix(STRING * text.length() ^ text.hashCode());
    }

    // The finalizer of SplitMix64.
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
