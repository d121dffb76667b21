package dev.lockkeeper.json;

/** A JSON string, decoded. */
public record JsonString(String value) implements Json {

    @Override
    public String toString() {
        return text();
    }
}
