package dev.lockkeeper.gateway.identity;

import dev.lockkeeper.guard.Caller;
import java.util.Optional;

/** From credentials to a caller. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Who the credentials belong to.
     *
     * @return empty where they are absent, malformed or unknown: the caller is not let in
     */
    Optional<Caller> authenticate(Credentials credentials);

    /** Asks this one first, and the other where this one knows nobody. */
    default Authenticator or(Authenticator other) {
        return credentials -> authenticate(credentials).or(() -> other.authenticate(credentials));
    }
}
