package dev.lockkeeper.guard.text;

import dev.lockkeeper.reason.Reason;
import java.util.Locale;

/** The ways in which a text can hold something that nobody sees. */
public enum HiddenFamily {
    /** Control characters, the sequences they begin, and a CR without LF. */
    CONTROLS(Reason.TEXT_CONTROL, "a control character"),

    /** Characters that change the direction of text, where they are out of order or nothing is written right to left. */
    BIDI(Reason.TEXT_BIDI, "a character that changes the direction of text"),

    /** Characters without a shape, where no script or emoji needs them. */
    INVISIBLE(Reason.TEXT_HIDDEN, "an invisible character"),

    /** Tag characters outside of the three flags that are made of them. */
    TAGS(Reason.TEXT_HIDDEN, "an invisible tag character"),

    /** Characters whose meaning is a private agreement. */
    PRIVATE_USE(Reason.TEXT_PRIVATE_USE, "a private-use character"),

    /** Code points without a character, noncharacters, and halves of surrogate pairs. */
    UNASSIGNED(Reason.TEXT_UNASSIGNED, "a code point that is no character");

    private final Reason reason;
    private final String words;

    HiddenFamily(Reason reason, String words) {
        this.reason = reason;
        this.words = words;
    }

    /** As the settings name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Reason reason() {
        return reason;
    }

    String words() {
        return words;
    }
}
