package dev.lockkeeper.guard.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import com.ibm.icu.text.UnicodeSet;
import dev.lockkeeper.guard.url.Host.Name;
import java.util.ArrayList;
import java.util.List;

/**
 * Internationalised names: UTS 46 without transition, and only those that are written in their normal form already, so
 * that a parser of IDNA 2003 and one of IDNA 2008 come to the same name; and no names that look like others (UTS 39).
 */
final class Idn {

    private static final IDNA STRICT = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO
            | IDNA.USE_STD3_RULES);
    private static final IDNA LENIENT =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);
    private static final SpoofChecker SPOOF = new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL
                    | SpoofChecker.INVISIBLE
                    | SpoofChecker.MIXED_NUMBERS
                    | SpoofChecker.HIDDEN_OVERLAY
                    | SpoofChecker.CHAR_LIMIT)
            .setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE)
            .setAllowedChars(new UnicodeSet(SpoofChecker.RECOMMENDED).addAll(SpoofChecker.INCLUSION))
            .build();
    private static final Refusal MALFORMED =
            new Refusal(Problem.MALFORMED, "The host is no valid internationalised name (UTS 46).");
    private static final Refusal CONFUSABLE =
            new Refusal(Problem.CONFUSABLE, "The host has letters that look like others, or mixes scripts.");
    private static final Refusal OTHER_FORM = new Refusal(
            Problem.AMBIGUOUS,
            "The host is not in its normal form, or has letters that parsers read differently; write it with xn--.");

    private Idn() {}

    /** @param name with a label beyond ASCII or an {@code xn--} one, and no ASCII letter in upper case */
    static HostReading read(String name) {
        var info = new IDNA.Info();
        var ascii = new StringBuilder();
        var unicode = new StringBuilder();
        STRICT.nameToASCII(name, ascii, info);
        boolean wrong = info.hasErrors();
        STRICT.nameToUnicode(ascii, unicode, info);
        if (wrong || info.hasErrors()) {
            return MALFORMED;
        }
        List<String> written = labels(name);
        List<String> encoded = labels(ascii);
        List<String> decoded = labels(unicode);
        if (written.size() != encoded.size() || written.size() != decoded.size()) {
            return OTHER_FORM;
        }
        boolean plain =
                Characters.isAscii(encoded.getLast()) && !encoded.getLast().startsWith("xn--");
        for (int i = 0; i < written.size(); i++) {
            String label = written.get(i);
            if (!label.equals(encoded.get(i)) && (!label.equals(decoded.get(i)) || deviates(label))) {
                return OTHER_FORM;
            }
            if (!Characters.isAscii(decoded.get(i)) && isConfusable(decoded.get(i), plain)) {
                return CONFUSABLE;
            }
        }
        return new Name(ascii.toString());
    }

    /** What a forgiving reader would make of a name: full-width forms, other dots and ignored characters mapped. */
    static String lenient(String name) {
        var ascii = new StringBuilder();
        LENIENT.nameToASCII(name, ascii, new IDNA.Info());
        return Characters.lower(ascii.toString());
    }

    private static boolean isConfusable(String label, boolean plainTop) {
        if (label.indexOf('\u200c') >= 0 || label.indexOf('\u200d') >= 0 || SPOOF.failsChecks(label)) {
            return true;
        }
        // A label wholly of another script that reads as one of ASCII, such as Cyrillic letters alone that spell
        // paypal.
        return plainTop && Characters.isAscii(SPOOF.getSkeleton(label));
    }

    /** Sharp s and final sigma, which IDNA 2003 maps to others. */
    private static boolean deviates(String label) {
        return label.indexOf('\u00df') >= 0 || label.indexOf('\u03c2') >= 0;
    }

    private static List<String> labels(CharSequence name) {
        List<String> labels = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                labels.add(name.subSequence(start, i).toString());
                start = i + 1;
            }
        }
        return labels;
    }
}
