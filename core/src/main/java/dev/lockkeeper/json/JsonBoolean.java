package dev.lockkeeper.json;

/** JSON {@code true} or {@code false}. */
public enum JsonBoolean implements Json {
    TRUE,
    FALSE;

    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public String toString() {
        return text();
    }
}
