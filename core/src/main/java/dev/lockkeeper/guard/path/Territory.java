package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.Assessment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one may go, by names alone.
 *
 * @param open the roots that may be used in the way that is asked for
 * @param readOnly the roots that may be used in another way only
 */
record Territory(List<Root> open, List<Root> readOnly, DenyList deny, Extensions extensions) {

    /** @param path absolute, without any segment that leads elsewhere */
    @Nullable Assessment objection(String path) {
        boolean inside = false;
        for (Root root : open) {
            if (!root.contains(path)) {
                continue;
            }
            inside = true;
            Assessment special = root.special(path);
            if (special != null) {
                return special;
            }
            if (deny.denies(root.rest(path))) {
                return Objection.DENIED;
            }
        }
        if (inside) {
            return null;
        }
        for (Root root : readOnly) {
            if (root.contains(path)) {
                return Objection.READ_ONLY;
            }
        }
        return Objection.OUTSIDE;
    }

    /** Whether a path, inside, may not be used as that of a file by its name. */
    @Nullable Assessment kind(String path) {
        if (extensions.allow(path)) {
            return null;
        }
        return root(path) ? null : Objection.EXTENSION;
    }

    boolean root(String path) {
        for (Root root : open) {
            if (root.path().equals(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there may be something below a directory, inside, that is not to be read. */
    @Nullable Assessment below(String directory) {
        if (!extensions.allowAll()) {
            return Objection.DENIED_BELOW;
        }
        for (Root root : open) {
            if (root.contains(directory) && (root.specialBelow(directory) || deny.mayDenyBelow(root.rest(directory)))) {
                return Objection.DENIED_BELOW;
            }
        }
        return null;
    }

    Territory with(List<Root> opened) {
        return new Territory(opened, readOnly, deny, extensions);
    }
}
