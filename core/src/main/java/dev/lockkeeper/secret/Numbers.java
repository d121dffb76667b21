package dev.lockkeeper.secret;

import java.util.List;
import java.util.Set;
import org.apache.commons.validator.routines.IBANValidator;
import org.jspecify.annotations.Nullable;

/** What personal number begins at a place of a text. */
final class Numbers {

    private static final IBANValidator IBANS = IBANValidator.getInstance();

    private final List<NationalId> ids;
    private final Phones phones;

    Numbers(List<NationalId> ids, Phones phones) {
        this.ids = List.copyOf(ids);
        this.phones = phones;
    }

    @Nullable Hit at(
            String text,
            int start,
            Set<Kind> kinds,
            Compact compact,
            PersonalDetector.Context context,
            Phones.Budget budget) {
        char c = text.charAt(start);
        boolean digit = Chars.DIGITS.has(c);
        if (digit || Chars.BASE62.has(c) && mayBegin(text, start)) {
            compact.read(text, start);
            Hit hit = exact(start, kinds, compact, context);
            if (hit != null) {
                return hit;
            }
        }
        int end = kinds.contains(Kind.PHONE) && (digit || c == '+' || c == '(')
                ? phones.end(text, start, context, budget)
                : -1;
        return end < 0 ? null : new Hit(Kind.PHONE, start, end, Confidence.FORMED);
    }

    // The letters of an IBAN, of an identity number, and no others: two and digits, one and digits, six and digits.
    private static boolean mayBegin(String text, int start) {
        for (int i = start + 1; i < Math.min(text.length(), start + 7); i++) {
            char c = text.charAt(i);
            if (Chars.DIGITS.has(c)) {
                return true;
            }
            if (!Chars.BASE62.has(c) && c != ' ' && c != '-' || c == ' ' && i > start + 2) {
                return false;
            }
        }
        return false;
    }

    private @Nullable Hit exact(int start, Set<Kind> kinds, Compact compact, PersonalDetector.Context context) {
        int card = kinds.contains(Kind.PAYMENT_CARD) && compact.digits() >= Cards.SHORTEST
                ? Cards.length(compact, context)
                : 0;
        if (card > 0) {
            return new Hit(Kind.PAYMENT_CARD, start, compact.end(card), Confidence.CHECKED);
        }
        int iban = kinds.contains(Kind.IBAN) ? iban(compact) : 0;
        if (iban > 0) {
            return new Hit(Kind.IBAN, start, compact.end(iban), Confidence.CHECKED);
        }
        for (NationalId id : kinds.contains(Kind.NATIONAL_ID) ? ids : List.<NationalId>of()) {
            int count = id.length();
            if (compact.isWhole(count) && id.matches(compact, context)) {
                return new Hit(Kind.NATIONAL_ID, start, compact.end(count), Confidence.CHECKED);
            }
        }
        return null;
    }

    // ISO 13616: a country, two check digits, and an account of a length that the country has.
    private static int iban(Compact compact) {
        if (compact.length() < 15 || !compact.isLetters(0, 2) || !compact.isDigits(2, 4)) {
            return 0;
        }
        IBANValidator.Validator country = IBANS.getValidator(compact.string(2));
        int count = country == null ? 0 : country.getIbanLength();
        return count > 0
                        && compact.isWhole(count)
                        && compact.isGrouped(count, "\0 -")
                        && remainder(compact, count) == 1
                        && IBANS.isValid(compact.string(count))
                ? count
                : 0;
    }

    // ISO 7064, MOD 97-10; far cheaper than the library, which is asked about what is left.
    private static int remainder(Compact compact, int count) {
        int rest = 0;
        for (int i = 0; i < count; i++) {
            char c = compact.at((i + 4) % count);
            rest = c > '9' ? (rest * 100 + c - 'A' + 10) % 97 : (rest * 10 + c - '0') % 97;
        }
        return rest;
    }
}
