package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.identity.Credentials;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** From a connection's verified client certificate to credentials. */
final class Certificates {

    // Kinds of GeneralName, RFC 5280, section 4.2.1.6.
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;

    private Certificates() {}

    static Credentials credentials(Request request, @Nullable String authorization) {
        X509Certificate[] chain =
                request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                        ? session.peerCertificates()
                        : null;
        if (chain != null && chain.length > 0) {
            return new Credentials(
                    authorization, chain[0].getSubjectX500Principal().getName(), names(chain[0]));
        }
        return new Credentials(authorization, null);
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    names.add("cn:" + name);
                }
            }
            var alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.get(0) instanceof Integer kind && alternative.get(1) instanceof String name) {
                    switch (kind) {
                        case EMAIL -> names.add("email:" + name);
                        case DNS -> names.add("dns:" + name);
                        case URI -> names.add("uri:" + name);
                        default -> {}
                    }
                }
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            // A name that cannot be read is no name.
            return List.of();
        }
        return names;
    }
}
