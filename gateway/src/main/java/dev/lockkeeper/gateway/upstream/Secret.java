package dev.lockkeeper.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that must not be seen. Does not print; is compared in constant time. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value itself. Whoever calls this keeps it from logs, messages and the journal. */
    public String expose() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return 0; // says nothing of the value
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
