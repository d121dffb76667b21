package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.guard.limit.FileOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The key from which placeholders of secrets are made, so that one secret has one placeholder in all processes of a
 * home. Made at the first start.
 */
final class PlaceholderKey {

    static final String FILE = "placeholders.key";

    private static final int BYTES = 32;

    private PlaceholderKey() {}

    static byte[] of(Home home) {
        Path file = home.directory().resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            if (isOpenToOthers(file)) {
                throw new CliFailure(
                        ExitCode.FAILED, "The key " + file + " is open to others than its owner. Run chmod 600 on it.");
            }
            if (FileOwner.isSomebodyElse(file)) {
                throw new CliFailure(
                        ExitCode.FAILED,
                        "The key " + file + " belongs to another user, who can read it. Restore it, or delete it:"
                                + " placeholders of secrets are others then.");
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (text.length() == 2 * BYTES) {
                return HexFormat.of().parseHex(text);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CliFailure(ExitCode.FAILED, "The key " + file + " cannot be read or made: " + e.getMessage());
        }
        throw new CliFailure(
                ExitCode.FAILED,
                "The key " + file + " is damaged. Restore it, or delete it: placeholders of secrets are others then.");
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).stream()
                        .anyMatch(PosixFilePermissions.fromString("---rwxrwx")::contains);
    }

    // A hard link appears with its content or not at all, and never replaces what another process just made.
    private static void make(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?> only = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(
                file.toAbsolutePath().getParent(), posix ? new FileAttribute<?>[] {only} : new FileAttribute<?>[0]);
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path draft = file.resolveSibling(FILE + "." + UUID.randomUUID());
        FileAttribute<?> mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.createFile(draft, posix ? new FileAttribute<?>[] {mine} : new FileAttribute<?>[0]);
            Files.writeString(
                    draft, HexFormat.of().formatHex(key) + "\n", StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its key counts.
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
