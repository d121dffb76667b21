package dev.lockkeeper.gateway.identity;

import dev.lockkeeper.guard.Caller;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Knows callers by the verified certificate of mutual TLS. A certificate whose names belong to more than one caller is
 * nobody's. Credentials that also carry an Authorization header are not looked at: whoever presents a token is known by
 * the token or not at all.
 */
public final class CertificateAuthenticator implements Authenticator {

    private final Map<String, String> callers;
    private final Function<String, Set<String>> groups;

    /**
     * @param callers from a name of a certificate to the caller: its whole subject as RFC 2253 writes it, or
     *     {@code cn:…}, {@code dns:…}, {@code uri:…}, {@code email:…}
     * @param groups from a caller's name to the groups that the policy puts it in
     */
    public CertificateAuthenticator(Map<String, String> callers, Function<String, Set<String>> groups) {
        this.callers = Map.copyOf(callers);
        this.groups = groups;
    }

    @Override
    public Optional<Caller> authenticate(Credentials credentials) {
        if (credentials.authorization() != null || credentials.certificateSubject() == null) {
            return Optional.empty();
        }
        Set<String> found = new HashSet<>();
        add(found, credentials.certificateSubject());
        credentials.certificateNames().forEach(name -> add(found, name));
        return found.size() == 1
                ? found.stream().findFirst().map(name -> new Caller(name, "certificate", groups.apply(name)))
                : Optional.empty();
    }

    private void add(Set<String> found, String certificateName) {
        String caller = callers.get(certificateName);
        if (caller != null) {
            found.add(caller);
        }
    }
}
