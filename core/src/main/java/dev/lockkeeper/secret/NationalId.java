package dev.lockkeeper.secret;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/**
 * Identity and tax numbers, each by its structure and its check digit. Where these fit one of ten or a hundred numbers,
 * a word before it is asked for, or the grouping that it is written in.
 */
enum NationalId {
    US_SSN("US", 9, new Words("ssn", "social", "ssns")) {
        @Override
        boolean isValid(Compact id) {
            long area = CheckDigits.value(id, 0, 3);
            // The Social Security Administration has never issued these; the last two are of advertisements.
            return id.isDigits(0, 9)
                    && area != 0
                    && area != 666
                    && area < 900
                    && CheckDigits.value(id, 3, 5) != 0
                    && CheckDigits.value(id, 5, 9) != 0
                    && !Set.of(78_051_120L, 219_099_999L).contains(CheckDigits.value(id, 0, 9));
        }

        @Override
        boolean isWritten(Compact id) {
            return isMarked(id, '-', 3, 5) || isMarked(id, ' ', 3, 5);
        }
    },
    GB_NINO("GB", 9, new Words("insurance", "nino")) {
        private static final String NEVER_FIRST = "DFIQUV";

        @Override
        boolean isValid(Compact id) {
            return id.isLetters(0, 2)
                    && id.isDigits(2, 8)
                    && id.at(8) >= 'A'
                    && id.at(8) <= 'D'
                    && NEVER_FIRST.indexOf(id.at(0)) < 0
                    && NEVER_FIRST.indexOf(id.at(1)) < 0
                    && id.at(1) != 'O'
                    && !Set.of("BG", "GB", "NK", "KN", "TN", "NT", "ZZ").contains(id.string(2));
        }

        @Override
        boolean isWritten(Compact id) {
            return true;
        }
    },
    DE_TAX_ID("DE", 11, new Words("steuer*", "idnr", "tax", "tin")) {
        @Override
        boolean isValid(Compact id) {
            return id.isDigits(0, 11) && id.at(0) != '0' && repeatsOne(id) && CheckDigits.mod11and10(id, 11);
        }

        // Of the first ten, one digit is there two or three times, and the others once at most.
        private static boolean repeatsOne(Compact id) {
            int[] counts = new int[10];
            for (int i = 0; i < 10; i++) {
                counts[id.digit(i)]++;
            }
            int repeated = 0;
            for (int count : counts) {
                repeated += count > 3 ? 2 : count > 1 ? 1 : 0;
            }
            return repeated == 1;
        }

        @Override
        boolean isWritten(Compact id) {
            return isMarked(id, ' ', 2, 5, 8);
        }
    },
    FR_NIR("FR", 15, new Words("secu", "sécu*", "securite", "nir", "insee")) {
        @Override
        boolean isValid(Compact id) {
            boolean corsica = id.at(5) == '2' && (id.at(6) == 'A' || id.at(6) == 'B');
            if (!id.isDigits(0, 6)
                    || !corsica && !id.isDigits(6, 7)
                    || !id.isDigits(7, 15)
                    || "123478".indexOf(id.at(0)) < 0) {
                return false;
            }
            long month = CheckDigits.value(id, 3, 5);
            long number = corsica
                    ? (CheckDigits.value(id, 0, 5) * 100 + (id.at(6) == 'A' ? 19 : 18)) * 1_000_000
                            + CheckDigits.value(id, 7, 13)
                    : CheckDigits.value(id, 0, 13);
            return month > 0 && (month <= 12 || month >= 20) && 97 - number % 97 == CheckDigits.value(id, 13, 15);
        }

        @Override
        boolean isWritten(Compact id) {
            return !id.hasMarks(15)
                    || id.mark(1) != 0 && id.mark(3) != 0 && id.mark(5) != 0 && id.mark(7) != 0 && id.mark(10) != 0;
        }
    },
    ES_DNI("ES", 9, new Words("dni", "nie", "nif")) {
        private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

        @Override
        boolean isValid(Compact id) {
            int foreign = "XYZ".indexOf(id.at(0));
            if (!id.isDigits(foreign < 0 ? 0 : 1, 8) || !id.isLetters(8, 9)) {
                return false;
            }
            long number =
                    foreign < 0 ? CheckDigits.value(id, 0, 8) : foreign * 10_000_000L + CheckDigits.value(id, 1, 8);
            return LETTERS.charAt((int) (number % 23)) == id.at(8);
        }

        @Override
        boolean isWritten(Compact id) {
            return id.mark(8) == 0 || id.mark(8) == '-';
        }
    },
    IT_FISCAL_CODE("IT", 16, new Words("fiscale")) {
        private static final int[] ODD = {
            1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
        };

        @Override
        boolean isValid(Compact id) {
            int sum = 0;
            for (int i = 0; i < 15; i++) {
                int value = id.at(i) <= '9' ? id.digit(i) : id.at(i) - 'A';
                sum += i % 2 == 0 ? ODD[value] : value;
            }
            return id.isLetters(0, 6)
                    && "ABCDEHLMPRST".indexOf(id.at(8)) >= 0
                    && id.isLetters(11, 12)
                    && sum % 26 == id.at(15) - 'A';
        }

        @Override
        boolean isWritten(Compact id) {
            return true;
        }
    },
    NL_BSN("NL", 9, new Words("bsn", "burgerservice*", "sofi")) {
        @Override
        boolean isValid(Compact id) {
            return id.isDigits(0, 9)
                    && !CheckDigits.isUniform(id, 9)
                    && CheckDigits.weighted(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
        }

        @Override
        boolean isWritten(Compact id) {
            return false;
        }
    },
    IN_AADHAAR("IN", 12, new Words("aadhaar*", "aadhar*", "uidai")) {
        @Override
        boolean isValid(Compact id) {
            return id.isDigits(0, 12)
                    && id.at(0) >= '2'
                    && VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(id.string(12));
        }

        @Override
        boolean isWritten(Compact id) {
            return isMarked(id, ' ', 4, 8);
        }
    },
    BR_CPF("BR", 11, new Words("cpf")) {
        @Override
        boolean isValid(Compact id) {
            return id.isDigits(0, 11)
                    && !CheckDigits.isUniform(id, 11)
                    && check(CheckDigits.weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == id.digit(9)
                    && check(CheckDigits.weighted(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == id.digit(10);
        }

        private static int check(int sum) {
            return sum * 10 % 11 % 10;
        }

        @Override
        boolean isWritten(Compact id) {
            return id.mark(3) == '.' && id.mark(6) == '.' && id.mark(9) == '-';
        }
    },
    PL_PESEL("PL", 11, new Words("pesel")) {
        @Override
        boolean isValid(Compact id) {
            return id.isDigits(0, 11)
                    && CheckDigits.value(id, 2, 4) % 20 >= 1
                    && CheckDigits.value(id, 2, 4) % 20 <= 12
                    && CheckDigits.value(id, 4, 6) >= 1
                    && CheckDigits.value(id, 4, 6) <= 31
                    && CheckDigits.weighted(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
        }

        @Override
        boolean isWritten(Compact id) {
            return false;
        }
    };

    private final String country;
    private final int length;
    // Words does not change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Words words;

    NationalId(String country, int length, Words words) {
        this.country = country;
        this.length = length;
        this.words = words;
    }

    /** @throws IllegalArgumentException where none of that country is known */
    static List<NationalId> of(String country) {
        List<NationalId> ids =
                Arrays.stream(values()).filter(id -> id.country.equals(country)).toList();
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("No identity numbers of " + country + " are known; there are those of "
                    + String.join(
                            ", ", Arrays.stream(values()).map(id -> id.country).toList()) + ".");
        }
        return ids;
    }

    /** How many letters and digits it has. */
    int length() {
        return length;
    }

    /** @param id of at least {@link #length()} characters */
    boolean matches(Compact id, PersonalDetector.Context context) {
        return isValid(id) && (isWritten(id) || context.says(words));
    }

    /** Whether structure and check digit fit. */
    abstract boolean isValid(Compact id);

    /** Whether it is written so that no word need say what it is. */
    abstract boolean isWritten(Compact id);

    private static boolean isMarked(Compact id, char mark, int... places) {
        for (int place : places) {
            if (id.mark(place) != mark) {
                return false;
            }
        }
        return true;
    }
}
