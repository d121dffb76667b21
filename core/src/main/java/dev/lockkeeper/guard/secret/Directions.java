package dev.lockkeeper.guard.secret;

import dev.lockkeeper.yaml.Doc;
import org.jspecify.annotations.Nullable;

/**
 * What is done about one kind of finding.
 *
 * @param arguments on the way to a server: {@link Treatment#ALLOW} or {@link Treatment#DENY}; null leaves it as it is
 * @param results on the way back; null leaves it as it is
 */
@Doc("What is done about it, by direction.")
public record Directions(
        @Doc("In arguments: allow or deny. Arguments are never edited, so they cannot be redacted.") @Nullable Treatment arguments,

        @Doc("In results: allow, redact or deny.") @Nullable Treatment results) {

    /** @throws IllegalArgumentException for {@link Treatment#REDACT} of arguments, which are never edited */
    public Directions {
        if (arguments == Treatment.REDACT) {
            throw new IllegalArgumentException("Arguments are never edited: choose allow or deny for them.");
        }
    }
}
