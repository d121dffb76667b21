package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.Assessment;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where a path leads on this machine. */
sealed interface Landing {

    /** A file or directory, under its real name. */
    record Found(Path path, BasicFileAttributes attributes) implements Landing {}

    /** Nothing yet; this is what would be made, below a directory that is there, under its real name. */
    record Free(Path path) implements Landing {}

    /** Where it leads cannot be said, or must not be gone. */
    record Lost(Assessment why) implements Landing {}
}
