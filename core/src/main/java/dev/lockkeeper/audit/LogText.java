package dev.lockkeeper.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Text of others, made fit for a log, which has no key and is read by more people than the journal is. */
public final class LogText {

    private static final SecretText SECRETS = new SecretText(new SecretNames(Set.of(), Set.of()), List.of());
    private static final String SECRET = "[secret]";
    private static final int MOST_READ = 4_096;

    private LogText() {}

    /**
     * The text without what has the form of a secret or follows a secret-looking name, and cut where it is long.
     *
     * @param most the characters that are kept at most, up to 4,096
     */
    public static String withoutSecrets(String text, int most) {
        String read = text.substring(0, Math.min(text.length(), MOST_READ));
        String clean = Optional.ofNullable(SECRETS.withoutForms(read, secret -> SECRET))
                .map(formless -> SECRETS.withoutNamed(formless, secret -> SECRET))
                .orElse(SECRET);
        return clean.length() <= most ? clean : clean.substring(0, most);
    }
}
