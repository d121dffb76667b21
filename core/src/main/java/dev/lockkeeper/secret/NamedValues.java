package dev.lockkeeper.secret;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges a value together with the name it has. */
final class NamedValues {

    /** Fewer characters after a name in a text are not looked at. */
    static final int SHORTEST_IN_TEXT = 8;

    private static final Set<String> PASSWORDS =
            Set.of("password", "passwords", "passwd", "pwd", "passphrase", "passcode");
    private static final Set<String> PASSWORD_ENDS = Set.of("pass", "secret");
    private static final Set<String> CODES = Set.of("otp", "totp", "cvv", "cvc", "pin");

    /** As the last word, they tell that a random value is not the secret but made from it. */
    private static final Set<String> DERIVED = Set.of(
            "hash", "digest", "fingerprint", "checksum", "sha", "path", "file", "ref", "arn", "version", "date", "at");

    private static final Chars KEY = Chars.BASE64URL.with("+/=.~:%");
    private static final List<String> DIGESTS = List.of("sha1", "sha256", "sha384", "sha512", "md5", "hmac-sha");

    private final SecretNames names;

    NamedValues(SecretNames names) {
        this.names = names;
    }

    /** What the value of a member of this name is, or null where it is no secret. */
    @Nullable Kind inMember(String called, String value) {
        String name = Placeholder.without(called);
        if (!names.isSecret(
                name,
                value.isEmpty() || Chars.DIGITS.end(value, 0, value.length()) < value.length()
                        ? new JsonString(value)
                        : JsonNumber.of(0))) {
            return null;
        }
        List<String> words = SecretNames.words(name);
        if (isPassword(words) && !isDerived(words)) {
            return Passwords.isPassword(value, "") ? Kind.PASSWORD : null;
        }
        if (CODES.contains(words.getLast())) {
            int digits = Chars.DIGITS.end(value, 0, 12);
            return digits >= 3 && digits == value.length() ? Kind.PASSWORD : null;
        }
        if (words.getLast().equals("secret") && Passwords.isPasswordInText(value)) {
            return Kind.SECRET_VALUE;
        }
        return key(words, value);
    }

    /** What the value after this name in a text is, or null where it is no secret. */
    @Nullable Kind inText(String name, String value) {
        if (!names.isSecret(name, new JsonString(value))) {
            return null;
        }
        List<String> words = SecretNames.words(name);
        // Bytes written in hexadecimal come in lengths that generators have; other such numbers are of all lengths.
        boolean odd = Chars.HEX.end(value, 0, value.length()) == value.length() && value.length() % 8 != 0;
        Kind key = odd ? null : key(words, value);
        boolean named = isPassword(words);
        boolean password = (named || key == null && PASSWORD_ENDS.contains(words.getLast()))
                && !isDerived(words)
                && !isUuid(value)
                && Passwords.isPasswordInText(value);
        return password ? Kind.PASSWORD : key;
    }

    private static @Nullable Kind key(List<String> words, String value) {
        if (!isKey(words, value)) {
            return null;
        }
        boolean aws = words.contains("aws") || String.join("", words).contains("secretaccesskey");
        return aws && AwsSecrets.isSecret(value, 0, value.length()) ? Kind.AWS_SECRET_KEY : Kind.SECRET_VALUE;
    }

    private static boolean isPassword(List<String> words) {
        for (String word : words) {
            if (PASSWORDS.contains(word) || word.endsWith("password")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDerived(List<String> words) {
        int last = words.size() - 1;
        boolean keyId =
                last > 0 && words.get(last).equals("id") && words.get(last - 1).equals("key");
        return keyId || DERIVED.contains(words.get(last));
    }

    // Only characters that keys are written with, and drawn at random.
    private static boolean isKey(List<String> words, String value) {
        return !isDerived(words)
                && KEY.end(value, 0, value.length()) == value.length()
                && Randomness.isGenerated(value, 0, value.length())
                && !Examples.isPlaceholder(value)
                && !isUuid(value)
                && !isDigest(value)
                // Whether a web token is one, its own form tells; 42 characters are an address on a chain.
                && !value.startsWith("eyJ")
                && !(value.startsWith("0x") && value.length() == 42)
                && !value.startsWith("/")
                && !value.contains("://");
    }

    private static boolean isUuid(String value) {
        if (value.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash != (value.charAt(i) == '-') || !dash && Character.digit(value.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigest(String value) {
        for (String digest : DIGESTS) {
            if (value.regionMatches(true, 0, digest, 0, digest.length())) {
                return true;
            }
        }
        return false;
    }
}
