package dev.lockkeeper.gateway.identity;

import org.jspecify.annotations.Nullable;

/**
 * What a peer presents. Does not print.
 *
 * @param authorization the value of the one Authorization header, or null
 * @param certificateSubject the subject of a verified client certificate, or null
 */
public record Credentials(
        @Nullable String authorization, @Nullable String certificateSubject) {

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
