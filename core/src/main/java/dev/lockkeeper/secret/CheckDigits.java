package dev.lockkeeper.secret;

/** Check digits over the characters of a {@link Compact}. Plain loops, since most numbers that are tried fail. */
final class CheckDigits {

    private CheckDigits() {}

    /** The formula of Luhn (ISO/IEC 7812-1, annex B). */
    static boolean luhn(Compact number, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int digit = number.digit(count - 1 - i);
            int twice = digit * 2;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }

    /** The digits from one place to another as a number; at most 18 of them. */
    static long value(Compact number, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + number.digit(i);
        }
        return value;
    }

    /** The sum of digits times weights. */
    static int weighted(Compact number, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += number.digit(i) * weights[i];
        }
        return sum;
    }

    /** ISO 7064, MOD 11,10. */
    static boolean mod11and10(Compact number, int count) {
        int product = 10;
        for (int i = 0; i < count - 1; i++) {
            int sum = (number.digit(i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == number.digit(count - 1);
    }

    /** Whether all of the first so many are the same digit. */
    static boolean isUniform(Compact number, int count) {
        for (int i = 1; i < count; i++) {
            if (number.at(i) != number.at(0)) {
                return false;
            }
        }
        return true;
    }
}
