package dev.lockkeeper.guard.secret;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which secrets and personal data may pass. Secrets are refused in arguments and replaced in results, personal data
 * passes, unless it says otherwise here.
 *
 * @param secrets what is done about secrets
 * @param personal what is done about personal data
 * @param kinds exceptions, by the code of a {@link dev.lockkeeper.secret.Kind}
 * @param when what is stricter for a task with a label, by label
 * @param locales countries whose identity and phone numbers are known, as two capital letters (ISO 3166-1)
 * @param names further member names whose values are secret; compared without regard to case and separators
 * @param exempt member names whose values are not secret although the names look it; compared in the same way
 */
@Doc("Secrets and personal data.")
public record SecretSettings(
        @Doc("Keys, tokens, passwords; where nothing is said, refused in arguments and replaced in results.") @Nullable Directions secrets,

        @Doc("Card, account, identity and phone numbers, addresses; where nothing is said, they pass.") @Nullable Directions personal,

        @Doc("Exceptions by kind, such as email or github-token.")
        @Matches(value = "[a-z][a-z0-9-]{0,31}", words = "a kind, such as email")
        Map<String, Directions> kinds,

        @Doc("What is stricter for a task that carries a label, by label.")
        Map<String, LabelSettings> when,

        @Doc("Countries whose identity and phone numbers are known.")
        @Default("[US, GB, DE, FR, ES, IT, NL, IN, BR, PL]")
        @Matches(value = "[A-Z]{2}", words = "a country such as DE")
        List<String> locales,

        @Doc("Further member names whose values are secret.")
        List<String> names,

        @Doc("Member names whose values are not secret, although the names look it.")
        List<String> exempt) {

    /** What holds where nothing is said. */
    public static final SecretSettings DEFAULT = new SecretSettings(
            null,
            null,
            Map.of(),
            Map.of(),
            List.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "IN", "BR", "PL"),
            List.of(),
            List.of());

    public SecretSettings {
        kinds = Map.copyOf(kinds);
        when = Map.copyOf(when);
        locales = List.copyOf(locales);
        names = List.copyOf(names);
        exempt = List.copyOf(exempt);
    }

    /** These settings with this treatment of secrets. */
    public SecretSettings withSecrets(Directions directions) {
        return new SecretSettings(directions, personal, kinds, when, locales, names, exempt);
    }

    /** These settings with this treatment of personal data. */
    public SecretSettings withPersonal(Directions directions) {
        return new SecretSettings(secrets, directions, kinds, when, locales, names, exempt);
    }

    /** These settings with these exceptions, and no others, by the code of a kind. */
    public SecretSettings withKinds(Map<String, Directions> exceptions) {
        return new SecretSettings(secrets, personal, exceptions, when, locales, names, exempt);
    }

    /** These settings with what is stricter for a task that carries a label, by label. */
    public SecretSettings withWhen(Map<String, LabelSettings> labels) {
        return new SecretSettings(secrets, personal, kinds, labels, locales, names, exempt);
    }

    /** These settings with these countries, and no others, as two capital letters. */
    public SecretSettings withLocales(List<String> countries) {
        return new SecretSettings(secrets, personal, kinds, when, countries, names, exempt);
    }

    /**
     * These settings with further names of members.
     *
     * @param secret whose values are secret
     * @param plain whose values are not, although the names look it
     */
    public SecretSettings withNames(List<String> secret, List<String> plain) {
        return new SecretSettings(secrets, personal, kinds, when, locales, secret, plain);
    }
}
