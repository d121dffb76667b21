package dev.lockkeeper.secret;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Set;

/**
 * Phone numbers. A scan cuts out what could be one, at most 40 characters; the library, whose patterns may take their
 * time, sees nothing longer and only so many of them in a text.
 */
final class Phones {

    /** How many more questions to the library one text is worth. */
    static final class Budget {

        private static final int LEAST = 512;
        private static final int MOST = 50_000;

        private int left;

        Budget(int length) {
            left = Math.min(MOST, LEAST + length / 32);
        }
    }

    /** A name of a member that makes a phone number of its value. */
    private static final Words NAMES = new Words(
            "phone",
            "phones",
            "telephone",
            "tel",
            "fax",
            "mobile",
            "cell",
            "cellphone",
            "msisdn",
            "whatsapp",
            "telefon",
            "telefono",
            "telefone",
            "celular");

    /** A word before a number that makes a phone number of it. */
    private static final Words WORDS = new Words(
            "phone",
            "phones",
            "telephone",
            "tel",
            "call",
            "fax",
            "mobile",
            "cell",
            "cellphone",
            "dial",
            "ring",
            "reach",
            "contact",
            "number",
            "whatsapp",
            "sms",
            "hotline",
            "voicemail",
            "landline",
            "telefon",
            "telefono",
            "téléphone",
            "telefone",
            "móvil",
            "celular",
            "portable");

    /** Reads its tables at its first use. */
    private static final class Library {
        private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
    }

    private final List<String> regions;

    Phones(Set<String> regions) {
        this.regions = regions.stream().sorted().toList();
    }

    /** Where the number that begins here ends, or -1. */
    int end(String text, int start, PersonalDetector.Context context, Budget budget) {
        DigitGroups groups = DigitGroups.read(text, start);
        if (groups.digits() < DigitGroups.LEAST || groups.isOther(text)) {
            return -1;
        }
        boolean international = text.charAt(start) == '+';
        boolean said = !international && (context.isNamed(NAMES) || context.follows(WORDS));
        if (!international && !said && !(groups.isWritten() && isApart(text, start))) {
            return -1;
        }
        return isNumber(text.substring(start, groups.end()), international || said, budget)
                ? extension(text, groups.end())
                : -1;
    }

    // Not the second half of something longer: 12:53:32.811 109 1103, a=10-2000-3000.
    private static boolean isApart(String text, int start) {
        return start == 0 || ".:-/=_%#$,+".indexOf(text.charAt(start - 1)) < 0;
    }

    private boolean isNumber(String candidate, boolean possible, Budget budget) {
        for (String region : regions) {
            // INVARIANT: what is not asked about any more counts as found.
            if (--budget.left < 0 || isNumberOf(region, candidate, possible)) {
                return true;
            }
        }
        return false;
    }

    private boolean isNumberOf(String region, String candidate, boolean possible) {
        try {
            PhoneNumber number = Library.UTIL.parse(candidate, region);
            return possible ? Library.UTIL.isPossibleNumber(number) : Library.UTIL.isValidNumber(number);
        } catch (NumberParseException notOfThatRegion) {
            return false;
        }
    }

    // x123
    private static int extension(String text, int to) {
        int end = to < text.length() && text.charAt(to) == 'x' ? Chars.DIGITS.end(text, to + 1, 7) : to;
        return end > to + 1 ? end : to;
    }
}
