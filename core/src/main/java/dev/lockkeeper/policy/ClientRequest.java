package dev.lockkeeper.policy;

import java.util.Optional;

/** What a server may ask of the client: a request of its own up to 2025-11-25, an entry of a result from 2026-07-28. */
public enum ClientRequest {
    ROOTS("roots/list"),
    ELICITATION("elicitation/create"),
    SAMPLING("sampling/createMessage");

    private final String method;

    ClientRequest(String method) {
        this.method = method;
    }

    /** The protocol's method. */
    public String method() {
        return method;
    }

    static Optional<ClientRequest> of(String method) {
        for (ClientRequest kind : values()) {
            if (kind.method.equals(method)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
