package dev.lockkeeper.guard.path;

import com.ibm.icu.text.Normalizer2;
import dev.lockkeeper.guard.Assessment;
import org.jspecify.annotations.Nullable;

/**
 * Whether a path is spelt so that every server reads the same names. The text is judged as it stands, and then in each
 * reading that a server could make of it: percent-decoded and in Unicode's compatibility form (NFKC), until another round
 * changes nothing. A reading that would be refused by itself refuses the text.
 */
final class Spelling {

    // One round for each kind of encoding and one to see that nothing changes; nobody nests them in earnest.
    private static final int MOST_ROUNDS = 4;

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    private final PathStyle style;
    private final String without;
    private final int mostBytes;
    private final int mostSegmentBytes;

    Spelling(PathSettings settings) {
        this.style = settings.style();
        this.without = settings.without();
        this.mostBytes = settings.mostBytes();
        this.mostSegmentBytes = settings.mostSegmentBytes();
    }

    @Nullable Assessment objection(String given) {
        if (given.isEmpty()) {
            return Objection.EMPTY;
        }
        if (tooLong(given)) {
            return Objection.TOO_LONG;
        }
        if (hasUnwanted(given)) {
            return Objection.CHARACTER;
        }
        if (style == PathStyle.WINDOWS) {
            if (given.indexOf('\\') >= 0 && given.indexOf('/') >= 0) {
                return Objection.MIXED;
            }
            if (escapedSeparator(given)) {
                return Objection.OTHER_READING;
            }
        }
        String text = slashes(given);
        Assessment objection = asItStands(text);
        if (objection != null) {
            return objection;
        }
        boolean ascii = Ascii.all(text);
        if (!ascii && !NFC.isNormalized(text)) {
            return Objection.NOT_COMPOSED;
        }
        return ascii && text.indexOf('%') < 0 ? null : inOtherReadings(text);
    }

    private boolean hasUnwanted(String text) {
        for (int i = 0; i < without.length(); i++) {
            if (text.indexOf(without.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The path with slashes for separators and none at the end. */
    String slashes(String text) {
        return style == PathStyle.WINDOWS ? text.replace('\\', '/') : text;
    }

    boolean absolute(String slashes) {
        return switch (style) {
            case POSIX -> slashes.charAt(0) == '/';
            case WINDOWS -> WindowsNames.startsWithDrive(slashes);
        };
    }

    private @Nullable Assessment asItStands(String text) {
        Assessment objection = Characters.objection(text, style);
        return objection == null ? Segments.objection(text, style) : objection;
    }

    private @Nullable Assessment inOtherReadings(String text) {
        String reading = text;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String decoded = Percent.decode(reading);
            if (decoded == null || differs(decoded, reading) || hasUnwanted(decoded)) {
                return Objection.OTHER_READING;
            }
            // What is judged already holds no fraction slash, so each of these is part of a fraction such as one half.
            String next = Ascii.all(decoded) ? decoded : NFKC.normalize(decoded).replace('\u2044', '_');
            if (next.equals(reading)) {
                return null;
            }
            if (differs(next, decoded) || hasUnwanted(next)) {
                return Objection.OTHER_READING;
            }
            reading = next;
        }
        return Objection.OTHER_READING;
    }

    /** Whether a reading is one to refuse. Compatibility forms can hold separators: the sign for "care of" does. */
    private boolean differs(String reading, String from) {
        return !reading.equals(from) && (separators(reading) != separators(from) || asItStands(reading) != null);
    }

    private static int separators(String text) {
        int count = 0;
        for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
            count++;
        }
        return count;
    }

    private boolean tooLong(String text) {
        if (text.length() > mostBytes) {
            return true;
        }
        int bytes = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '\\' && style == PathStyle.WINDOWS) {
                start = bytes + 1;
            }
            // Half of a surrogate pair is half of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            if (bytes - start > mostSegmentBytes) {
                return true;
            }
        }
        return bytes > mostBytes;
    }

    /** Whether an escape for a dot, a separator or NUL hides behind what Windows takes for a separator. */
    private static boolean escapedSeparator(String text) {
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 1)) {
            char kind = at + 1 < text.length() ? (char) (text.charAt(at + 1) | 0x20) : ' ';
            int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
            if (digits > 0 && at + 2 + digits <= text.length() && structural(text, at + 2, digits)) {
                return true;
            }
        }
        return false;
    }

    private static boolean structural(String text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Ascii.hex(text.charAt(i));
            if (digit < 0) {
                return false;
            }
            value = value << 4 | digit;
        }
        String plain = NFKC.normalize(String.valueOf((char) value));
        return value == 0 || plain.indexOf('.') >= 0 || plain.indexOf('/') >= 0 || plain.indexOf('\\') >= 0;
    }
}
