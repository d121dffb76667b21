package dev.lockkeeper.policy;

import dev.lockkeeper.guard.argument.GuardSettings;
import dev.lockkeeper.guard.result.ResultSettings;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policy says of one server. Without a rule nothing is permitted. */
@Doc("The rules of one server.")
public record ServerRules(
        @Doc("Whether refusals are enforced, or only recorded; that of the whole file where it is missing.") @Nullable Mode mode,

        @Doc("What is permitted.") List<RuleSettings> allow,

        @Doc("What is permitted only with a person's approval; goes before allow.")
        List<RuleSettings> ask,

        @Doc("What is refused; goes before ask and allow.") List<RuleSettings> deny,

        @Doc("What changes nothing, so that its record need not be on disk before it goes on.")
        List<Targets> readOnly,

        @Doc("Globs over tools whose arguments may have members that their schema does not declare.")
        List<String> open,

        @Doc("A profile that comes with Lockkeeper and says what the arguments of a well-known server are: everything,"
                + " fetch, filesystem, git, github, memory, playwright, postgres, sqlite. filesystem@1 is one version"
                + " of it.")
        @Nullable Located<String> profile,

        @Doc("The directory in which paths stay, to read and to write; in place of guards.path. Of a server that is"
                + " started here, symbolic links are followed.")
        @Nullable Located<String> root,

        @Doc("What the arguments of tools are. Of several that say what stands at a place, the first counts; those of"
                + " the profile come last.")
        List<ArgumentSettings> arguments,

        @Doc("What arguments of each type may contain.") @Nullable GuardSettings guards,

        @Doc("How answers are judged.") @Default("{}") ResultSettings results,

        @Doc("Whether strings of no type may pass as text: deny or allow; that of the whole file where it is missing.")
        @Nullable Untyped untyped,

        @Doc("What the server may ask of the client.") List<ClientRequest> clientRequests,

        @Doc("Methods and notifications beyond the protocol that clients may send, by name.")
        @Matches(value = METHOD, words = METHOD_IN_WORDS)
        List<Located<String>> methods,

        @Doc("Methods and notifications beyond the protocol that the server may send, by name.")
        @Matches(value = METHOD, words = METHOD_IN_WORDS)
        List<Located<String>> clientMethods,

        @Doc("Extensions and experimental capabilities, by name, that client and server may agree on.")
        @Matches(value = EXTENSION, words = EXTENSION_IN_WORDS)
        List<String> extensions,

        Position position) {

    /** What the name of a method beyond the protocol looks like. */
    static final String METHOD = "[A-Za-z0-9][A-Za-z0-9._$/-]{0,255}";

    static final String METHOD_IN_WORDS = "a method such as vendor/thing, of letters, digits and . _ $ / -";

    /** What the name of an extension looks like. */
    static final String EXTENSION = "[A-Za-z0-9][A-Za-z0-9._/-]{0,255}";

    static final String EXTENSION_IN_WORDS = "an extension such as com.example/thing";
}
