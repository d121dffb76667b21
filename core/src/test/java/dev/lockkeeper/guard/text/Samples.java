package dev.lockkeeper.guard.text;

/** One text for each family. */
final class Samples {

    private Samples() {}

    static String of(HiddenFamily family) {
        return switch (family) {
            case CONTROLS -> "a\u001B[31mb";
            case BIDI -> "a\u202Eb";
            case INVISIBLE -> "a\u200Bb";
            case TAGS -> "a\uDB40\uDC41b";
            case PRIVATE_USE -> "a\uE000b";
            case UNASSIGNED -> "a\uFFFFb";
        };
    }
}
