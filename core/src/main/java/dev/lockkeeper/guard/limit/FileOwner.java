package dev.lockkeeper.guard.limit;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose a file is. What lies in a home directory counts only if its user, or root, put it there. */
public final class FileOwner {

    private static final int ROOT = 0;

    private FileOwner() {}

    /**
     * Whether the file belongs to somebody other than the user of this process and root. False where files have no
     * numbers for their owners, as on Windows.
     *
     * @param file a link is followed
     * @throws IOException when the file cannot be looked at
     */
    public static boolean isSomebodyElse(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        // INVARIANT: by number; a user without an entry in the system's list has no name.
        return !(Files.getAttribute(file, "unix:uid") instanceof Integer owner)
                || owner != ROOT && Integer.toUnsignedLong(owner) != Self.UID;
    }

    // Apart, so that it is asked for only where there are such numbers.
    private static final class Self {
        static final long UID = Integer.toUnsignedLong((int) new UnixSystem().getUid());
    }
}
