package dev.lockkeeper.guard.text;

/**
 * Where a control sequence ends (ECMA-48, sections 5.3 to 5.6): what follows the control character and is an order to a
 * terminal, no text. A sequence that is cut short, or holds anything but plain ASCII, is only its first character.
 */
final class ControlSequence {

    private static final char ESCAPE = 0x1B;
    private static final char BELL = 0x07;
    private static final char STRING_TERMINATOR = 0x9C;

    private ControlSequence() {}

    static int end(String text, int start) {
        char first = text.charAt(start);
        if (first == ESCAPE && start + 1 < text.length()) {
            char second = text.charAt(start + 1);
            return switch (second) {
                case '[' -> finished(text, start, start + 2, '0');
                case ']', 'P', 'X', '^', '_' -> string(text, start, start + 2);
                default -> finished(text, start, start + 1, ' ');
            };
        }
        return switch (first) {
            case 0x9B -> finished(text, start, start + 1, '0');
            case 0x90, 0x98, 0x9D, 0x9E, 0x9F -> string(text, start, start + 1);
            default -> start + 1;
        };
    }

    // Parameters (none where 'least' is a blank), then intermediates, then one final character.
    private static int finished(String text, int start, int from, char least) {
        int at = from;
        while (least == '0' && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '?') {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '/') {
            at++;
        }
        boolean ends = at < text.length() && text.charAt(at) >= (least == '0' ? '@' : '0') && text.charAt(at) <= '~';
        return ends ? at + 1 : start + 1;
    }

    // INVARIANT: stops at the next control character, so that no part of a text is looked at by many of these.
    private static int string(String text, int start, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '~') {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == BELL || text.charAt(at) == STRING_TERMINATOR)) {
            return at + 1;
        }
        return text.startsWith(ESCAPE + "\\", at) ? at + 2 : start + 1;
    }
}
