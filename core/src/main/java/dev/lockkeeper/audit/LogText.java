package dev.lockkeeper.audit;

import java.util.Optional;

/** Text of others, made fit for a log, which has no key and is read by more people than the journal is. */
public final class LogText {

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
        String clean = Optional.ofNullable(SecretJudge.TEXT.withoutForms(read, secret -> SECRET))
                .map(formless -> SecretJudge.TEXT.withoutNamed(formless, secret -> SECRET))
                .orElse(SECRET);
        return clean.length() <= most ? clean : clean.substring(0, most);
    }
}
