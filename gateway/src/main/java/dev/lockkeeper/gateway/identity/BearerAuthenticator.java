package dev.lockkeeper.gateway.identity;

import dev.lockkeeper.guard.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Knows callers by {@code Authorization: Bearer TOKEN} (RFC 6750, section 2.1). */
public final class BearerAuthenticator implements Authenticator {

    private static final String SCHEME = "Bearer ";

    private final TokenStore tokens;
    private final Function<String, Set<String>> groups;

    /** @param groups from a caller's name to the groups that the policy puts it in */
    public BearerAuthenticator(TokenStore tokens, Function<String, Set<String>> groups) {
        this.tokens = tokens;
        this.groups = groups;
    }

    @Override
    public Optional<Caller> authenticate(Credentials credentials) {
        String authorization = credentials.authorization();
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return tokens.owner(authorization.substring(SCHEME.length()))
                .map(name -> new Caller(name, "token", groups.apply(name)));
    }
}
