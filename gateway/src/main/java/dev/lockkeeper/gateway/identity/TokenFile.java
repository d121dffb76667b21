package dev.lockkeeper.gateway.identity;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tokens.json} on disk: mode 0600, replaced as a whole, refused when others could read or write it. */
final class TokenFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT.withBytes(1 << 20));

    private final Path file;

    TokenFile(Path file) {
        this.file = file;
    }

    /** What tells one version of the file from the next without reading it; null where there is no file. */
    @Nullable Version version() throws IOException {
        try {
            var attributes = Files.readAttributes(file, PosixFileAttributes.class);
            return new Version(
                    attributes.lastModifiedTime().toMillis(),
                    attributes.size(),
                    String.valueOf(attributes.fileKey()),
                    Set.copyOf(attributes.permissions()));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The entries; none where there is no file. */
    List<TokenEntry> read() throws TokensRefused {
        try {
            Version version = version();
            if (version == null) {
                return List.of();
            }
            if (!OWNER_ONLY.containsAll(version.permissions())) {
                throw new TokensRefused(
                        "The file tokens.json can be read or written by others; run: chmod 600 tokens.json");
            }
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TokensRefused("The file tokens.json cannot be read.", e);
        }
    }

    private static List<TokenEntry> parse(byte[] text) throws TokensRefused {
        try {
            if (!(READER.read(text) instanceof JsonObject whole)
                    || whole.members().size() != 1
                    || !(whole.get("tokens") instanceof JsonArray tokens)) {
                throw new TokensRefused("The file tokens.json has one member, tokens, that is an array.");
            }
            List<TokenEntry> entries = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (Json item : tokens.items()) {
                TokenEntry entry = TokenEntry.of(item);
                if (!names.add(entry.name())) {
                    throw new TokensRefused("The file tokens.json has two entries of one name.");
                }
                entries.add(entry);
            }
            return List.copyOf(entries);
        } catch (JsonRefused | IllegalArgumentException e) {
            throw new TokensRefused("The file tokens.json cannot be understood: " + e.getMessage(), e);
        }
    }

    /** Replaces the file; a reader sees the old entries or the new ones, never a part. */
    void write(List<TokenEntry> entries) throws TokensRefused {
        var json = JsonObject.EMPTY.with(
                "tokens",
                new JsonArray(
                        List.copyOf(entries.stream().map(TokenEntry::toJson).toList())));
        Path directory = file.toAbsolutePath().getParent();
        Path next = null;
        try {
            next = Files.createTempFile(directory, ".tokens", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap((json.text() + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            discard(next);
            throw new TokensRefused("The file tokens.json cannot be written.", e);
        }
    }

    private static void discard(@Nullable Path next) {
        try {
            if (next != null) {
                Files.deleteIfExists(next);
            }
        } catch (IOException ignored) {
            // Nothing secret is in it; the failure to write is what matters.
        }
    }

    /** One version of the file. */
    record Version(long modified, long size, String key, Set<PosixFilePermission> permissions) {}
}
