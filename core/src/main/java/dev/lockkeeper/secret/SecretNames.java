package dev.lockkeeper.secret;

import com.ibm.icu.text.Normalizer2;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges by its name whether a member holds a secret. A name is taken apart at separators, digits and changes of case,
 * and judged by its words, so that {@code dbPassword}, {@code DB_PASSWORD} and {@code db-password-2} are secret, and
 * {@code monkey}, {@code tokenize} and {@code max_tokens} are not. Thread-safe.
 */
public final class SecretNames {

    /** Secret wherever they stand in a name, unless a word of {@link #ABOUT} ends it. */
    private static final Set<String> WORDS = Set.of(
            "password",
            "passwords",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "secrets",
            "credential",
            "credentials",
            "creds",
            "authorization",
            "cookie",
            "cookies",
            "token",
            "apikey",
            "accesskey",
            "privatekey",
            "secretkey",
            "sessionid",
            "sid",
            "jwt",
            "bearer",
            "otp",
            "totp",
            "cvv",
            "cvc");

    /** Secret as the end of a word that somebody wrote without a separator, such as {@code pgpassword}. */
    private static final List<String> ENDS = List.of(
            "password",
            "passwd",
            "passphrase",
            "apikey",
            "secretkey",
            "privatekey",
            "accesstoken",
            "authtoken",
            "refreshtoken",
            "idtoken",
            "apitoken",
            "clientsecret",
            "credentials");

    /** Secret when the second follows the first. */
    private static final Set<String> PAIRS = Set.of(
            "api key",
            "access key",
            "private key",
            "secret key",
            "encryption key",
            "signing key",
            "master key",
            "account key",
            "shared key",
            "auth key",
            "ssh key",
            "hmac key",
            "session id",
            "session key",
            "pin code");

    /** Secret as the last word only. */
    private static final Set<String> LAST = Set.of("auth", "pass", "tokens");

    /** As the last word, they tell that the value is about a secret and is none. */
    private static final Set<String> ABOUT = Set.of(
            "count",
            "counts",
            "type",
            "limit",
            "limits",
            "length",
            "budget",
            "usage",
            "policy",
            "url",
            "uri",
            "endpoint",
            "expiry",
            "expires",
            "expiration",
            "required",
            "strength",
            "min",
            "max",
            "ttl",
            "name");

    /** Before {@code token}, they tell that it is a place in a list or in a text. */
    private static final Set<String> PLACES = Set.of(
            "progress",
            "page",
            "next",
            "continuation",
            "pagination",
            "cursor",
            "sync",
            "resume",
            "stop",
            "start",
            "eos",
            "bos",
            "pad",
            "unk",
            "mask",
            "per");

    private final Set<String> names;
    private final Set<String> exempt;

    /**
     * @param names further names that are secret; compared without regard to case and separators
     * @param exempt names that are not, although they look secret; compared in the same way
     */
    public SecretNames(Set<String> names, Set<String> exempt) {
        this.names = names.stream().map(SecretNames::joined).collect(Collectors.toUnmodifiableSet());
        this.exempt = exempt.stream().map(SecretNames::joined).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the value of a member of this name is secret. A number of tokens is a count. */
    public boolean isSecret(String name, Json value) {
        List<String> words = words(name);
        String joined = String.join("", words);
        if (exempt.contains(joined)) {
            return false;
        }
        if (names.contains(joined)) {
            return true;
        }
        return looksSecret(words)
                && !(value instanceof JsonNumber && words.getLast().equals("tokens"));
    }

    private static boolean looksSecret(List<String> words) {
        if (words.isEmpty() || ABOUT.contains(words.getLast())) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String before = i == 0 ? "" : words.get(i - 1);
            if (i > 0 && PAIRS.contains(before + " " + word) || endsSecret(word)) {
                return true;
            }
            if (WORDS.contains(word) && !(word.equals("token") && PLACES.contains(before))) {
                return true;
            }
        }
        return LAST.contains(words.getLast());
    }

    // This and isAscii see each name of each record, and are loops for that.
    private static boolean endsSecret(String word) {
        for (String end : ENDS) {
            if (word.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    /** The words of a name in lower case, without digits at their ends. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        String text = isAscii(name) ? name : Normalizer2.getNFKCInstance().normalize(name);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = Character.isLetter(c);
            if (!letter || startsWord(text, i)) {
                end(word, words);
            }
            if (letter) {
                word.append(c);
            }
        }
        end(word, words);
        return words;
    }

    private static boolean startsWord(String text, int i) {
        if (i == 0 || !Character.isUpperCase(text.charAt(i))) {
            return false;
        }
        // In APIKey the K starts a word, in APIKEY it does not.
        return Character.isLowerCase(text.charAt(i - 1))
                || i + 1 < text.length()
                        && Character.isLowerCase(text.charAt(i + 1))
                        && !text.substring(i + 1).equals("s");
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }

    private static String joined(String name) {
        return String.join("", words(name));
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
