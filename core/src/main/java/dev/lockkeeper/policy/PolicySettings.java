package dev.lockkeeper.policy;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.Range;
import java.util.List;
import java.util.Map;

/**
 * A policy by itself, for whoever embeds the engine. The gateway's file has the same keys and more.
 *
 * @param version of the file's format
 */
@Doc("A policy.")
public record PolicySettings(
        @Doc("The version of this file's format: 1.") @Range(min = 1, max = 1)
        int version,

        @Doc("Whether refusals are enforced, or only recorded.") @Default("enforce")
        Mode mode,

        @Doc("Whether string arguments of which nothing says what they are may pass as text: deny or allow.")
        @Default("deny")
        Untyped untyped,

        @Doc("Groups of callers: for each its members, such as alice or token:alice.")
        @Matches(value = NAMES, words = NAMES_IN_WORDS)
        Map<String, Located<List<String>>> groups,

        @Doc("The servers, by name.") @Matches(value = SERVER, words = SERVER_IN_WORDS)
        Map<String, ServerRules> servers,

        @Doc("What is refused on several servers.") List<SharedRuleSettings> deny,
        @Doc("What needs approval on several servers.") List<SharedRuleSettings> ask,
        @Doc("What is permitted on several servers.") List<SharedRuleSettings> allow) {

    /**
     * What a server's name looks like. No {@code __} and no {@code _} at its end: where {@code server__tool} is one name,
     * the first {@code __} is where the server's ends.
     */
    public static final String SERVER = "[A-Za-z0-9](_?[A-Za-z0-9-]){0,63}";

    /** What the name of a caller or a group looks like. */
    public static final String NAMES = "([a-z][a-z0-9-]{0,31}:)?[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}";

    public static final String SERVER_IN_WORDS = "a name of letters, digits, - and single _ between them";

    public static final String NAMES_IN_WORDS =
            "a name of letters, digits and . _ @ + -, with at most one scheme such as token:";
}
