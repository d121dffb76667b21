package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The kill switch of all processes that share a home directory: the file {@code kill.json} in it, looked at for every
 * message and read when it has changed. Whatever is wrong with the file, everything is stopped; so it is when a file
 * that was there is gone. Thread-safe, and safe between processes.
 */
public final class KillFile implements KillSwitch {

    private static final String NAME = "kill.json";
    private static final String MEMBER = "stopped";
    private static final int MAX_BYTES = 1 << 20;
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT.withBytes(MAX_BYTES));
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path home;
    private final Path file;
    private volatile Loaded loaded = new Loaded(null, List.of(), true);

    /** @param home the directory in which the file is or will be */
    public KillFile(Path home) {
        this.home = home.toAbsolutePath();
        this.file = this.home.resolve(NAME);
    }

    /** What tells one version of the file from the next without reading it. */
    private record Version(
            long modified, long size, @Nullable Object key) {

        static Version of(BasicFileAttributes attributes) {
            return new Version(
                    attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                    attributes.size(),
                    attributes.fileKey());
        }
    }

    /**
     * What was read last.
     *
     * @param version null where there was no file yet
     * @param good whether it could be read; what could not is read again, since its version tells nothing of its mode
     */
    private record Loaded(@Nullable Version version, List<Kill> kills, boolean good) {}

    @Override
    public Optional<Kill> stops(Caller caller, Action action) {
        List<Kill> kills = current();
        if (kills.isEmpty()) {
            return Optional.empty();
        }
        for (Kill kill : kills) {
            if (kill.stops(caller, action)) {
                return Optional.of(kill);
            }
        }
        return Optional.empty();
    }

    private List<Kill> current() {
        Loaded known = loaded;
        BasicFileAttributes attributes;
        try {
            // No exception for a file that is not there, which would cost more than the rest.
            attributes = file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
        } catch (IOException | RuntimeException e) {
            return List.of(Kill.unreadable("the file " + NAME + " cannot be looked at: " + e));
        }
        if (attributes == null) {
            return known.version() == null
                    ? List.of()
                    : List.of(Kill.unreadable("the file " + NAME + " is gone; lockkeeper revive --all makes it anew"));
        }
        Version version = Version.of(attributes);
        if (!known.good() || !version.equals(known.version())) {
            known = load(version);
            loaded = known;
        }
        return known.kills();
    }

    private Loaded load(Version version) {
        try {
            return new Loaded(version, read(), true);
        } catch (IOException | RuntimeException e) {
            return new Loaded(version, List.of(Kill.unreadable(String.valueOf(e.getMessage()))), false);
        }
    }

    /**
     * What is stopped.
     *
     * @throws IOException when the file cannot be read or understood, which stops everything
     */
    public List<Kill> list() throws IOException {
        return Files.exists(file) ? read() : List.of();
    }

    private List<Kill> read() throws IOException {
        if (posix() && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS_WRITE::contains)) {
            throw new IOException("the file " + NAME + " can be written by others; run: chmod 600 " + NAME);
        }
        if (FileOwner.isSomebodyElse(file)) {
            throw new IOException(
                    "the file " + NAME + " belongs to another user; lockkeeper revive --all makes it anew");
        }
        byte[] text;
        try (var in = Files.newInputStream(file)) {
            text = in.readNBytes(MAX_BYTES + 1);
        }
        try {
            if (!(READER.read(text) instanceof JsonObject whole)
                    || whole.members().size() != 1
                    || !(whole.get(MEMBER) instanceof JsonArray stopped)) {
                throw new IOException("the file " + NAME + " is damaged");
            }
            List<Kill> kills = new ArrayList<>();
            for (Json item : stopped.items()) {
                kills.add(Kill.of(item));
            }
            return List.copyOf(kills);
        } catch (JsonRefused | IllegalArgumentException e) {
            throw new IOException("the file " + NAME + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Stops something, from the next message on, in all processes. What was stopped in the same words before is
     * stopped anew.
     */
    public void add(Kill kill) throws IOException {
        change(kills -> {
            List<Kill> next = new ArrayList<>(kills);
            next.removeIf(kill::sameAs);
            next.add(kill);
            return next;
        });
    }

    /** Lets go on what was stopped by an entry for the same caller, server and tool; false where there was none. */
    public boolean remove(Kill same) throws IOException {
        boolean[] found = new boolean[1];
        change(kills -> {
            List<Kill> next = new ArrayList<>(kills);
            found[0] = next.removeIf(same::sameAs);
            return next;
        });
        return found[0];
    }

    /** Lets everything go on; mends a file that is damaged. */
    public void clear() throws IOException {
        locked(() -> write(List.of()));
    }

    private void change(UnaryOperator<List<Kill>> edit) throws IOException {
        locked(() -> write(edit.apply(list())));
    }

    /** A change of the file. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private synchronized void locked(Change change) throws IOException {
        if (!Files.isDirectory(home)) {
            Files.createDirectories(home, only("rwx------"));
        }
        try (var channel = FileChannel.open(
                home.resolve("kill.lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                only("rw-------"))) {
            // Held against other processes until the channel closes.
            var _ = channel.lock();
            change.make();
        }
    }

    // INVARIANT: a reader sees the old entries or the new ones, never a part; and what is said to be stopped stays so.
    private void write(List<Kill> kills) throws IOException {
        var json = JsonObject.EMPTY.with(
                MEMBER,
                new JsonArray(List.copyOf(kills.stream().map(Kill::toJson).toList())));
        Path next = Files.createTempFile(home, ".kill", ".new", only("rw-------"));
        try {
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap((json.text() + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    var _ = channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
        if (posix()) {
            try (var channel = FileChannel.open(home, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private boolean posix() {
        return home.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] only(String mode) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return Objects.toString(file);
    }
}
