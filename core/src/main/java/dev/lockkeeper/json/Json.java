package dev.lockkeeper.json;

/**
 * A JSON value, immutable to the leaves. Numbers keep the text they were written with; object members keep their
 * order. Instances come from {@link JsonReader} or are built from the records; all are safe to share between threads.
 */
public sealed interface Json permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /** The value as compact JSON text, members in their own order, numbers as they were written. */
    default String text() {
        return JsonWriter.text(this);
    }
}
