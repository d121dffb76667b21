package dev.lockkeeper.secret;

/** Payment cards: the length and the first digits that an issuer uses (ISO/IEC 7812-1), and the formula of Luhn. */
final class Cards {

    static final int SHORTEST = 12;
    static final int LONGEST = 19;
    private static final Words WORDS = new Words(
            "card",
            "cards",
            "creditcard",
            "cardnumber",
            "visa",
            "mastercard",
            "amex",
            "maestro",
            "credit",
            "debit",
            "pan");

    private Cards() {}

    /** How many digits of the number are a card's, or 0. */
    static int length(Compact number, PersonalDetector.Context context) {
        for (int count = Math.min(LONGEST, number.digits()); count >= SHORTEST; count--) {
            if (number.isWhole(count)
                    && number.isGrouped(count, "\0 -")
                    && isIssued(number, count)
                    && CheckDigits.luhn(number, count)
                    && !CheckDigits.isUniform(number, count)
                    && (isCommon(number, count) || context.says(WORDS))) {
                return count;
            }
        }
        return 0;
    }

    // Rare lengths prove little: counters and times have them too.
    private static boolean isCommon(Compact number, int count) {
        return count >= 14 || number.hasMarks(count) || number.at(0) != '4';
    }

    private static boolean isIssued(Compact number, int count) {
        int four = (int) CheckDigits.value(number, 0, 4);
        int two = four / 100;
        int six = (int) CheckDigits.value(number, 0, 6);
        if (two / 10 == 4) {
            return count == 13 || count == 16 || count == 19;
        }
        if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
            return count == 16;
        }
        if (two == 34 || two == 37) {
            return count == 15;
        }
        if (two == 36 || two == 38 || two == 39 || four >= 3000 && four <= 3059 || four == 3095) {
            return count >= 14 && count <= 16 || count == 19;
        }
        if (four >= 3528 && four <= 3589) {
            return count >= 16;
        }
        if (four == 2131 || four == 1800) {
            return count == 15;
        }
        boolean discover = four == 6011 || six >= 644_000 && six <= 659_999;
        boolean unionPay = two == 62 || two == 81;
        boolean maestro = two == 50 || two >= 56 && two <= 58 || two == 60 || two == 63 || two == 67 || two == 69;
        return discover ? count >= 16 : unionPay ? count >= 16 : maestro;
    }
}
