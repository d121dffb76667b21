package dev.lockkeeper.policy;

import dev.lockkeeper.guard.argument.GuardSettings;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the tools of a well-known server. It permits nothing: rules do.
 *
 * @param version a version never changes its meaning; what is learnt later becomes another
 */
@Doc("A profile: what the arguments of a well-known server's tools are.")
public record ProfileSettings(
        @Doc("Its name.") @Matches(value = "[a-z][a-z0-9-]{0,31}", words = "a name of lower-case letters, digits and -")
        String profile,

        @Doc("Its version.") @Range(min = 1) int version,

        @Doc("The server it is made for, and which releases it was tried with.")
        String about,

        @Doc("What arguments are.") List<ArgumentSettings> arguments,

        @Doc("What changes nothing, so that its record need not be on disk before it goes on.")
        List<Targets> readOnly,

        @Doc("What the guards allow, unless the server's own guards say otherwise.") @Nullable GuardSettings guards) {}
