package dev.lockkeeper.guard.path;

import java.util.List;

/** The endings that names of files may have. */
final class Extensions {

    private final List<String> endings;

    /** @throws IllegalArgumentException where one is no ending */
    Extensions(List<String> extensions) {
        for (String extension : extensions) {
            if (extension.isEmpty() || extension.startsWith(".") || extension.indexOf('/') >= 0) {
                throw new IllegalArgumentException(
                        "The extension \"" + extension + "\" is none; write it without the dot, such as md.");
            }
        }
        this.endings = extensions.stream().map(extension -> "." + extension).toList();
    }

    boolean allowAll() {
        return endings.isEmpty();
    }

    boolean allow(String path) {
        if (allowAll()) {
            return true;
        }
        int name = path.lastIndexOf('/') + 1;
        for (String ending : endings) {
            int at = path.length() - ending.length();
            // A name that is nothing but the ending, such as .md, has none.
            if (at > name && endsWith(path, at, ending)) {
                return true;
            }
        }
        return false;
    }

    // Only ASCII: the Kelvin sign is a small k to String.equalsIgnoreCase, and to no file system.
    private static boolean endsWith(String path, int at, String ending) {
        for (int i = 0; i < ending.length(); i++) {
            char a = path.charAt(at + i);
            char b = ending.charAt(i);
            if (a != b && !(Ascii.letter(a) && Ascii.letter(b) && (a | 0x20) == (b | 0x20))) {
                return false;
            }
        }
        return true;
    }
}
