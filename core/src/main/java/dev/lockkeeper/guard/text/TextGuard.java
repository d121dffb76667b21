package dev.lockkeeper.guard.text;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Judges free text: nothing in it may be hidden from a reader, and it has a length. What is found is what
 * {@link HiddenText} finds, in the families that the settings do not allow.
 *
 * <p>A fit text in which something of a flagged family was found has the fact {@value #HIDDEN}: for each family an object
 * with its {@code kind} as the settings name it, the {@code count}, and at which character, from 1, the first stands
 * ({@code at}). The text itself is no fact.
 */
public final class TextGuard implements ValueGuard {

    /** The fact that lists what is flagged. */
    public static final String HIDDEN = "hidden";

    private final Set<HiddenFamily> refused;
    private final Set<HiddenFamily> flagged;
    private final Set<HiddenFamily> sought;
    private final TextSettings settings;

    /** @throws IllegalArgumentException when a bound is less than one */
    public TextGuard(TextSettings settings) {
        if (settings.length() < 1 || settings.bytes() < 1 || settings.marks() < 1) {
            throw new IllegalArgumentException(
                    "The length, the bytes and the number of marks of a text are at least 1.");
        }
        this.settings = settings;
        this.refused = settings.those(Treatment.REFUSE);
        this.flagged = settings.those(Treatment.FLAG);
        this.sought = EnumSet.noneOf(HiddenFamily.class);
        sought.addAll(refused);
        sought.addAll(flagged);
    }

    @Override
    public Assessment judge(Json value) {
        if (!(value instanceof JsonString(String text))) {
            return Assessment.unfit(Reason.ARGUMENT_TYPE, "A text is expected here, as a JSON string.");
        }
        Assessment hidden = HiddenText.isPlainAscii(text) ? Assessment.fit() : judgeHidden(text);
        if (hidden instanceof Assessment.Unfit) {
            return hidden;
        }
        if (settings.lines() == TextSettings.Lines.ONE && hasSeveralLines(text)) {
            return Assessment.unfit(Reason.TEXT_LINES, "The text has a line break; write it on one line.");
        }
        if (Graphemes.exceed(text, settings.length())) {
            return Assessment.unfit(
                    Reason.TEXT_LENGTH, "The text is longer than " + settings.length() + " characters; shorten it.");
        }
        return exceedsBytes(text, settings.bytes())
                ? Assessment.unfit(
                        Reason.TEXT_BYTES,
                        "The text has more than " + settings.bytes()
                                + " bytes in UTF-8; shorten it, or send it in parts.")
                : hidden;
    }

    private Assessment judgeHidden(String text) {
        Assessment found = new HiddenScan(text, sought).next() ? found(text) : Assessment.fit();
        int marks = found instanceof Assessment.Fit ? Graphemes.marksBeyond(text, settings.marks()) : -1;
        return marks < 0
                ? found
                : Assessment.unfit(
                        Reason.TEXT_COMBINING,
                        "More than " + settings.marks() + " combining marks stack upon one character, at character "
                                + number(text, marks) + " of the text; leave some out.");
    }

    // INVARIANT: what is refused is looked for by itself, or a terminal sequence that is only flagged would cover it.
    private Assessment found(String text) {
        var scan = new HiddenScan(text, refused);
        return scan.next() ? hidden(text, scan) : Assessment.fit(flags(text));
    }

    private JsonObject flags(String text) {
        List<Json> flags = new ArrayList<>();
        for (HiddenFamily family : flagged) {
            var scan = new HiddenScan(text, EnumSet.of(family));
            if (scan.next()) {
                int first = scan.start();
                int count = 1;
                while (scan.next()) {
                    count++;
                }
                flags.add(JsonObject.EMPTY
                        .with("kind", family.word())
                        .with("count", JsonNumber.of(count))
                        .with("at", JsonNumber.of(number(text, first))));
            }
        }
        return JsonObject.EMPTY.with(HIDDEN, new JsonArray(flags));
    }

    /** What is said of a hidden thing: which it is and where, by number and never by itself. */
    static Assessment hidden(String text, HiddenScan scan) {
        return Assessment.unfit(
                scan.family().reason(),
                "There is " + scan.family().words()
                        + String.format(Locale.ROOT, " (U+%04X)", text.codePointAt(scan.start())) + " at character "
                        + number(text, scan.start()) + "; leave it out.");
    }

    private static int number(String text, int at) {
        return 1 + text.codePointCount(0, at);
    }

    private static boolean hasSeveralLines(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (CodePoints.endsLine(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean exceedsBytes(String text, int most) {
        // No UTF-16 unit takes more than three bytes.
        if (3L * text.length() <= most) {
            return false;
        }
        long bytes = 0;
        for (int i = 0; i < text.length() && bytes <= most; i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes > most;
    }
}
