package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.secret.SecretNames;
import java.util.List;
import java.util.Set;

/** Tells secrets in what is written outside the journal, by the names and forms by which the journal finds them. */
public final class SecretJudge {

    static final SecretNames NAMES = new SecretNames(Set.of(), Set.of());
    static final SecretText TEXT = new SecretText(NAMES, List.of());

    private SecretJudge() {}

    /** Whether this text is a secret by the name it has; a number of tokens is a count. */
    public static boolean byName(String name, String text) {
        boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return NAMES.isSecret(name, number ? JsonNumber.of(0) : new JsonString(text));
    }

    /** Whether a part of the text has the form of a secret, or follows a secret-looking name in it. */
    public static boolean inText(String text) {
        return !text.equals(TEXT.withoutForms(text, secret -> ""))
                || !text.equals(TEXT.withoutNamed(text, secret -> ""));
    }
}
