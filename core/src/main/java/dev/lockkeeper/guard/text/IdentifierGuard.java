package dev.lockkeeper.guard.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.EnumSet;
import java.util.Set;

/**
 * Judges a text that names something: only letters, digits and a few signs that no shell, path or query language reads as
 * more (CVE-2025-53967), nothing hidden, and no name that looks like another (UTS 39).
 */
public final class IdentifierGuard implements ValueGuard {

    private static final String SIGNS = "._-/:@+#";
    private static final Set<HiddenFamily> EVERYTHING = EnumSet.allOf(HiddenFamily.class);
    private static final int MARKS = 8;

    private final IdentifierSettings settings;
    private final boolean[] ascii = new boolean[0x80];
    private final Lookalikes lookalikes;

    /** @throws IllegalArgumentException when the length is less than one, or a character cannot be allowed */
    public IdentifierGuard(IdentifierSettings settings) {
        if (settings.length() < 1) {
            throw new IllegalArgumentException("The length of a name is at least 1.");
        }
        String more = settings.characters();
        more.codePoints().forEach(codePoint -> {
            if (UCharacter.isUWhiteSpace(codePoint) || CodePoints.kind(codePoint) != CodePoints.PLAIN) {
                throw new IllegalArgumentException(
                        "Of the characters of a name each must be seen: no white space (there is the key spaces), no "
                                + "control characters, nothing invisible.");
            }
        });
        this.settings = settings;
        for (char c = 0; c < ascii.length; c++) {
            ascii[c] = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || SIGNS.indexOf(c) >= 0 && settings.without().indexOf(c) < 0
                    || more.indexOf(c) >= 0
                    || c == ' ' && settings.spaces();
        }
        this.lookalikes = new Lookalikes(settings.scripts(), more);
    }

    @Override
    public Assessment judge(Json value) {
        if (!(value instanceof JsonString string)) {
            return Assessment.unfit(Reason.ARGUMENT_TYPE, "A name is expected here, as a JSON string.");
        }
        String name = string.value();
        boolean isAscii = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                isAscii = false;
            } else if (!ascii[c]) {
                return hiddenOr(
                        name, form("has the character U+%04X at character %d".formatted((int) c, place(name, i))));
            } else if (c == '.' && i > 0 && name.charAt(i - 1) == '.') {
                return hiddenOr(name, form("has .. in it"));
            }
        }
        if (name.isEmpty() || name.charAt(0) == '-') {
            return hiddenOr(name, form(name.isEmpty() ? "is empty" : "begins with a dash"));
        }
        if (name.charAt(0) == ' ' || name.charAt(name.length() - 1) == ' ') {
            return hiddenOr(name, form("begins or ends with a space"));
        }
        Assessment wide = isAscii ? Assessment.fit() : beyondAscii(name);
        if (wide instanceof Assessment.Unfit) {
            return wide;
        }
        return Graphemes.exceed(name, settings.length())
                ? Assessment.unfit(
                        Reason.IDENTIFIER_LENGTH,
                        "The name is longer than " + settings.length() + " characters; shorten it.")
                : wide;
    }

    private Assessment beyondAscii(String name) {
        // Longer ones are refused whatever they hold, so the dearer checks need not see them.
        if (name.length() > 16L * settings.length()) {
            return hiddenOr(name, Assessment.fit());
        }
        Assessment hidden = hiddenOr(name, Assessment.fit());
        if (hidden instanceof Assessment.Unfit) {
            return hidden;
        }
        if (Graphemes.marksBeyond(name, MARKS) >= 0) {
            return Assessment.unfit(
                    Reason.TEXT_COMBINING,
                    "More than " + MARKS + " combining marks stack upon one character of the name.");
        }
        for (int at = 0; at < name.length(); ) {
            int codePoint = name.codePointAt(at);
            if (codePoint >= 0x80 && !isAllowed(codePoint, at == 0)) {
                return form("has the character U+%04X at character %d".formatted(codePoint, place(name, at)));
            }
            at += Character.charCount(codePoint);
        }
        return lookalikes.mislead(name)
                ? Assessment.unfit(
                        Reason.IDENTIFIER_CONFUSABLE,
                        "The name mixes scripts or looks like another name; write it in one script, in its plainest form.")
                : Assessment.fit();
    }

    private boolean isAllowed(int codePoint, boolean first) {
        boolean part = UCharacter.isLetter(codePoint)
                || UCharacter.isDigit(codePoint)
                || !first && CodePoints.isMark(codePoint);
        boolean seen = !UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
        return part && seen || settings.characters().indexOf(codePoint) >= 0;
    }

    // What is hidden is the better answer, since it cannot be seen in the name that is sent back to be corrected.
    private static Assessment hiddenOr(String name, Assessment otherwise) {
        var scan = new HiddenScan(name, EVERYTHING);
        return scan.next() ? TextGuard.hidden(name, scan) : otherwise;
    }

    private static Assessment form(String wrong) {
        return Assessment.unfit(
                Reason.IDENTIFIER_FORM, "The name " + wrong + "; use letters, digits and . _ - / : @ + #.");
    }

    private static int place(String name, int at) {
        return 1 + name.codePointCount(0, at);
    }
}
