package dev.lockkeeper.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes what stands in the place of a secret, such as {@code [secret:github-token:3f9a1c07]}. The same secret has the same
 * placeholder under the same key, however its digits are grouped; without the key nobody can try values until one fits.
 * Thread-safe.
 */
public final class Placeholder {

    private static final int DIGITS = 8;
    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    /**
     * @param key random bytes that stay secret, at least 16
     * @throws IllegalArgumentException when the key is shorter
     */
    public Placeholder(byte[] key) {
        if (key.length < 16) {
            throw new IllegalArgumentException("The key of the placeholders needs at least 16 bytes.");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** What stands for this value: HMAC-SHA-256 (RFC 2104), its first 8 hexadecimal digits. */
    public String of(Kind kind, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            // Not what any other use of the key would authenticate.
            mac.update("placeholder\n".getBytes(StandardCharsets.US_ASCII));
            byte[] sum = mac.doFinal(canonical(kind, value).getBytes(StandardCharsets.UTF_8));
            return "[" + kind.group().code() + ":" + kind.code() + ":"
                    + HexFormat.of().formatHex(sum, 0, DIGITS / 2) + "]";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /** Whether a text is a placeholder and nothing more. */
    public static boolean is(String text) {
        return text.startsWith("[") && end(text, 0) == text.length();
    }

    /** The text without placeholders, of which the words say nothing about anything else. */
    static String without(String text) {
        int open = text.indexOf('[');
        if (open < 0) {
            return text;
        }
        var kept = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int end = text.charAt(i) == '[' ? end(text, i) : -1;
            if (end > 0) {
                kept.append(' ');
                i = end - 1;
            } else {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    /** Where the placeholder that begins here ends, or -1 where none does. A mere likeness hides nothing: it is 8 digits. */
    static int end(String text, int from) {
        int limit = Math.min(text.length(), from + LONGEST);
        int close = from;
        while (close < limit && text.charAt(close) != ']') {
            close++;
        }
        int colon = text.indexOf(':', from, limit);
        if (close == limit || colon < 0 || text.charAt(from) != '[') {
            return -1;
        }
        int last = close - DIGITS - 1;
        boolean known = last > colon
                && text.charAt(last) == ':'
                && Chars.HEX.end(text, last + 1, DIGITS) == close
                && Kind.of(text.substring(colon + 1, last))
                        .filter(kind -> text.startsWith(kind.group().code(), from + 1)
                                && colon == from + 1 + kind.group().code().length())
                        .isPresent();
        return known ? close + 1 : -1;
    }

    // A number is the same number however it is grouped, and most hosts read a local part without regard to case.
    private static String canonical(Kind kind, String value) {
        return switch (kind) {
            case PAYMENT_CARD, IBAN, PHONE, NATIONAL_ID -> letters(value).toUpperCase(Locale.ROOT);
            case EMAIL, IP_ADDRESS -> value.toLowerCase(Locale.ROOT);
            case AWS_ACCESS_KEY,
                    AWS_SECRET_KEY,
                    GITHUB_TOKEN,
                    GITLAB_TOKEN,
                    NPM_TOKEN,
                    PYPI_TOKEN,
                    SLACK_TOKEN,
                    WEBHOOK,
                    STRIPE_KEY,
                    GOOGLE_KEY,
                    GCP_SERVICE_ACCOUNT,
                    AZURE_KEY,
                    MODEL_API_KEY,
                    TWILIO_KEY,
                    SENDGRID_KEY,
                    TELEGRAM_TOKEN,
                    DISCORD_TOKEN,
                    SHOPIFY_TOKEN,
                    DIGITALOCEAN_TOKEN,
                    VAULT_TOKEN,
                    SERVICE_TOKEN,
                    JWT,
                    PRIVATE_KEY,
                    URL_PASSWORD,
                    BEARER_TOKEN,
                    PASSWORD,
                    SECRET_VALUE -> value;
        };
    }

    private static String letters(String value) {
        var kept = new StringBuilder();
        value.chars().filter(Character::isLetterOrDigit).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    @Override
    public String toString() {
        return "Placeholder[hidden]";
    }
}
