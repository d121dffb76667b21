package dev.lockkeeper.gateway.session;

import dev.lockkeeper.mcp.Task;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of all callers, each under the caller and the route that made it. Bounded in bytes for each of them and for
 * all; what was used longest ago goes first, and what was not used for a day is gone. Thread-safe.
 */
final class TaskRegistry {

    /** How long a task is kept after its last use, whatever its server says. */
    static final Duration KEPT = Duration.ofDays(1);

    /** Of the calls and their tools' definitions, as text; a tree in memory is many times larger. */
    static final long MOST_BYTES_OF_ONE = 1 << 20;

    private static final long MOST_BYTES = 16 << 20;
    private static final int OVERHEAD = 1_024;

    private final Clock clock;
    // In the order of their last use.
    private final LinkedHashMap<Key, Kept> tasks = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Owner, Long> held = new HashMap<>();
    private long bytes;

    /**
     * Whose a task is.
     *
     * @param caller as authenticated
     */
    record Owner(String caller, String route) {}

    private record Key(Owner owner, String id) {}

    private record Kept(Task task, long bytes, Instant used) {}

    TaskRegistry(Clock clock) {
        this.clock = clock;
    }

    // A server that gives an id twice means the newer task; the older one cannot be asked for any more.
    synchronized void add(Owner owner, Task task, int callBytes) {
        sweep();
        long size = (long) OVERHEAD
                + task.id().length()
                + callBytes
                + task.call().definition().json().text().length();
        var key = new Key(owner, task.id());
        remove(key);
        tasks.put(key, new Kept(task, size, clock.instant()));
        held.merge(owner, size, Long::sum);
        bytes += size;
        while (held(owner) > MOST_BYTES_OF_ONE && held(owner) > size) {
            removeEldest(owner);
        }
        while (bytes > MOST_BYTES) {
            // INVARIANT: nobody pushes out the tasks of a caller who holds less.
            removeEldest(held.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey());
        }
    }

    synchronized Optional<Task> find(Owner owner, String id) {
        sweep();
        var key = new Key(owner, id);
        Kept kept = tasks.get(key);
        if (kept == null) {
            return Optional.empty();
        }
        tasks.put(key, new Kept(kept.task(), kept.bytes(), clock.instant()));
        return Optional.of(kept.task());
    }

    synchronized List<Task> of(Owner owner) {
        sweep();
        return tasks.entrySet().stream()
                .filter(each -> each.getKey().owner().equals(owner))
                .map(each -> each.getValue().task())
                .toList();
    }

    private void sweep() {
        Instant since = clock.instant().minus(KEPT);
        while (!tasks.isEmpty()) {
            var eldest = tasks.firstEntry();
            if (eldest.getValue().used().isAfter(since)) {
                return;
            }
            remove(eldest.getKey());
        }
    }

    private void removeEldest(Owner owner) {
        remove(tasks.keySet().stream()
                .filter(key -> key.owner().equals(owner))
                .findFirst()
                .orElseThrow());
    }

    private void remove(Key key) {
        Kept gone = tasks.remove(key);
        if (gone == null) {
            return;
        }
        bytes -= gone.bytes();
        held.computeIfPresent(key.owner(), (owner, sum) -> sum == gone.bytes() ? null : sum - gone.bytes());
    }

    private long held(Owner owner) {
        return held.getOrDefault(owner, 0L);
    }
}
