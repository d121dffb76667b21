package dev.lockkeeper.gateway.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer presents. Does not print.
 *
 * @param authorization the value of the one Authorization header, or null
 * @param certificateSubject the subject of a verified client certificate as RFC 2253 writes it, or null
 * @param certificateNames the other names of that certificate: {@code cn:…}, {@code dns:…}, {@code uri:…},
 *     {@code email:…}; empty where there is no certificate
 */
public record Credentials(
        @Nullable String authorization, @Nullable String certificateSubject, List<String> certificateNames) {

    public Credentials {
        certificateNames = List.copyOf(certificateNames);
    }

    public Credentials(@Nullable String authorization, @Nullable String certificateSubject) {
        this(authorization, certificateSubject, List.of());
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
