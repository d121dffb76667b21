package dev.lockkeeper.gateway.upstream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest of what was put, up to a number; takes no room before there is anything. Thread-safe. */
public final class Recent<K, V> {

    private final int most;
    private @Nullable Map<K, V> kept;

    /** @param most how many are kept, at least one */
    public Recent(int most) {
        this.most = most;
    }

    /** Keeps a value, and lets go of the oldest where there are too many. */
    public synchronized void put(K key, V value) {
        Map<K, V> values = kept;
        if (values == null) {
            values = new LinkedHashMap<>();
            kept = values;
        }
        values.put(key, value);
        if (values.size() > most) {
            values.remove(values.keySet().iterator().next());
        }
    }

    /** What is kept under this key. */
    public synchronized @Nullable V get(K key) {
        return kept == null ? null : kept.get(key);
    }

    /** Whether this value is kept, under whatever key. */
    public synchronized boolean hasValue(V value) {
        return kept != null && kept.containsValue(value);
    }

    /** Lets go of what is kept under this key; null where nothing is. */
    public synchronized @Nullable V remove(K key) {
        return kept == null ? null : kept.remove(key);
    }
}
