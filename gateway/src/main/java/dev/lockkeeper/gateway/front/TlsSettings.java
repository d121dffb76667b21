package dev.lockkeeper.gateway.front;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 for a listener. All files are PEM.
 *
 * @param certificate the chain, the listener's own certificate first
 * @param key its private key, PKCS#8 without a password: EC, RSA or Ed25519; not readable by others
 * @param clientCa where set, a peer must show a certificate that one of these authorities signed
 */
public record TlsSettings(
        Path certificate, Path key, @Nullable Path clientCa) {}
