package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.Assessment;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Windows reads differently from what is written ("Naming Files, Paths, and Namespaces" in its documentation). */
final class WindowsNames {

    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "clock$", "conin$", "conout$");

    private WindowsNames() {}

    static boolean startsWithDrive(String text) {
        return text.length() > 2 && Ascii.letter(text.charAt(0)) && text.charAt(1) == ':' && text.charAt(2) == '/';
    }

    /** Judges the name from {@code start} to {@code end}; blanks around it and reserved characters are judged elsewhere. */
    static @Nullable Assessment objection(String text, int start, int end) {
        if (text.charAt(end - 1) == '.') {
            return Objection.TRAILING_DOT;
        }
        int dot = start;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return Objection.RESERVED;
            }
            if (c == '~' && shortName(text, i + 1, end)) {
                return Objection.SHORT_NAME;
            }
        }
        while (dot < end && text.charAt(dot) != '.') {
            dot++;
        }
        // NUL.txt is NUL, and so is NUL .txt.
        return device(text.substring(start, dot).stripTrailing()) ? Objection.RESERVED : null;
    }

    private static boolean device(String base) {
        if (base.length() < 3 || base.length() > 7) {
            return false;
        }
        String name = base.toLowerCase(Locale.ROOT);
        boolean port = name.length() == 4 && (name.startsWith("com") || name.startsWith("lpt"));
        return DEVICES.contains(name) || port && Ascii.digit(name.charAt(3));
    }

    private static boolean shortName(String text, int at, int end) {
        int i = at;
        while (i < end && Ascii.digit(text.charAt(i))) {
            i++;
        }
        return i > at && (i == end || text.charAt(i) == '.');
    }
}
