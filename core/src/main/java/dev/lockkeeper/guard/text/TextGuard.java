package dev.lockkeeper.guard.text;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.Locale;
import java.util.Set;

/**
 * Judges free text: nothing in it may be hidden from a reader, and it has a length. What is found is what
 * {@link HiddenText} finds, in the families that the settings refuse.
 */
public final class TextGuard implements ValueGuard {

    private final Set<HiddenFamily> refused;
    private final TextSettings settings;

    /** @throws IllegalArgumentException when a bound is less than one */
    public TextGuard(TextSettings settings) {
        if (settings.length() < 1 || settings.marks() < 1) {
            throw new IllegalArgumentException("The length and the number of marks of a text are at least 1.");
        }
        this.settings = settings;
        this.refused = settings.refused();
    }

    @Override
    public Assessment judge(Json value) {
        if (!(value instanceof JsonString string)) {
            return Assessment.unfit(Reason.ARGUMENT_TYPE, "A text is expected here, as a JSON string.");
        }
        String text = string.value();
        boolean one = settings.lines() == TextSettings.Lines.ONE;
        if (!HiddenText.isPlainAscii(text)) {
            var scan = new HiddenScan(text, refused);
            if (scan.next()) {
                return hidden(text, scan);
            }
            int marks = Graphemes.marksBeyond(text, settings.marks());
            if (marks >= 0) {
                return Assessment.unfit(
                        Reason.TEXT_COMBINING,
                        "More than " + settings.marks() + " combining marks stack upon one character, at character "
                                + (1 + text.codePointCount(0, marks)) + " of the text; leave some out.");
            }
        }
        if (one && hasSeveralLines(text)) {
            return Assessment.unfit(Reason.TEXT_LINES, "The text has a line break; write it on one line.");
        }
        return Graphemes.exceed(text, settings.length())
                ? Assessment.unfit(
                        Reason.TEXT_LENGTH, "The text is longer than " + settings.length() + " characters; shorten it.")
                : Assessment.fit();
    }

    /** What is said of a hidden thing: which it is and where, by number and never by itself. */
    static Assessment hidden(String text, HiddenScan scan) {
        return Assessment.unfit(
                scan.family().reason(),
                "There is " + scan.family().words()
                        + String.format(Locale.ROOT, " (U+%04X)", text.codePointAt(scan.start())) + " at character "
                        + (1 + text.codePointCount(0, scan.start())) + "; leave it out.");
    }

    private static boolean hasSeveralLines(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (CodePoints.endsLine(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
