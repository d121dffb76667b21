package dev.lockkeeper.gateway.config;

import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.yaml.Position;
import dev.lockkeeper.yaml.YamlInvalid;
import dev.lockkeeper.yaml.YamlProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The file that holds the policy, and the last good policy read from it. A reload takes effect as a whole or not at all.
 * Thread-safe.
 */
public final class PolicyFile {

    private static final int MAX_BYTES = 8 << 20;

    /** How a text becomes a policy. */
    @FunctionalInterface
    private interface Reading {
        LoadedPolicy of(String name, byte[] text) throws YamlInvalid;
    }

    private final Path path;
    private final String name;
    private final Reading reading;
    private final ReentrantLock reloading = new ReentrantLock();
    private volatile LoadedPolicy current;
    private String seen;

    private PolicyFile(Path path, String name, Reading reading, LoadedPolicy loaded) {
        this.path = path;
        this.name = name;
        this.reading = reading;
        this.current = loaded;
        this.seen = loaded.policy().version();
    }

    /**
     * Reads the file for the first time, for questions that no host names matter to.
     *
     * @throws YamlInvalid when it cannot be read or is not accepted
     */
    public static PolicyFile open(Path path) throws YamlInvalid {
        return open(path, LoadedPolicy::of);
    }

    /**
     * Reads the file for the first time.
     *
     * @param resolver finds the addresses of host names in arguments
     * @param placeholders the key from which placeholders of secrets are made
     * @throws YamlInvalid when it cannot be read or is not accepted
     */
    public static PolicyFile open(Path path, Resolver resolver, byte[] placeholders) throws YamlInvalid {
        byte[] key = placeholders.clone();
        return open(path, (name, text) -> LoadedPolicy.of(name, text, resolver, key));
    }

    private static PolicyFile open(Path path, Reading reading) throws YamlInvalid {
        String name = path.getFileName() == null
                ? path.toString()
                : path.getFileName().toString();
        try {
            return new PolicyFile(path, name, reading, reading.of(name, read(path)));
        } catch (IOException e) {
            throw new YamlInvalid(List.of(new YamlProblem(new Position(name, 0, 0), unreadable())));
        }
    }

    public Path path() {
        return path;
    }

    /** The last good policy. */
    public LoadedPolicy current() {
        return current;
    }

    /**
     * Looks at the file again and takes a changed one, if it is good and accepted.
     *
     * @param accept asked before another policy becomes the current one; what it does not accept, or throws at, is
     *     offered again at the next look
     */
    public Reload reloadIfChanged(Predicate<LoadedPolicy> accept) {
        reloading.lock();
        try {
            return reload(accept);
        } finally {
            reloading.unlock();
        }
    }

    private Reload reload(Predicate<LoadedPolicy> accept) {
        byte[] text;
        try {
            text = read(path);
        } catch (IOException e) {
            boolean told = seen.isEmpty();
            seen = "";
            return told ? Reload.Unchanged.UNCHANGED : new Reload.Unreadable(unreadable(), current);
        }
        String digest = Policy.digest(text);
        if (digest.equals(seen)) {
            return Reload.Unchanged.UNCHANGED;
        }
        seen = digest;
        if (digest.equals(current.policy().version())) {
            // The good text came back after a broken one; it never stopped being in force.
            return Reload.Unchanged.UNCHANGED;
        }
        try {
            return offer(reading.of(name, text), accept);
        } catch (YamlInvalid e) {
            return new Reload.Broken(e, current);
        }
    }

    // INVARIANT: what is current was accepted, and what was accepted is current: settings and rules never part.
    private Reload offer(LoadedPolicy loaded, Predicate<LoadedPolicy> accept) {
        String next = seen;
        seen = current.policy().version();
        if (!accept.test(loaded)) {
            return new Reload.Deferred(current);
        }
        seen = next;
        current = loaded;
        return new Reload.Replaced(loaded);
    }

    /**
     * Watches the file until the watch is closed: at once where the file system tells of changes, within two seconds
     * where it does not, as with a symbolic link whose target is exchanged.
     *
     * @param accept asked as in {@link #reloadIfChanged}
     * @param listener told of everything but {@link Reload.Unchanged}, one at a time; what it throws is ignored
     */
    public PolicyWatch watch(Predicate<LoadedPolicy> accept, Consumer<Reload> listener) {
        return PolicyWatch.start(this, accept, listener, Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    private static byte[] read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            // One byte more than is accepted, so that a larger file is refused as such.
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private static String unreadable() {
        return "The file cannot be read; check that it is there and readable.";
    }
}
