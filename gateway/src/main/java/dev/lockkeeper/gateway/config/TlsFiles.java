package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 for the listener; paths are relative to the file that names them. */
@Doc("TLS 1.3. All files are PEM.")
public record TlsFiles(
        @Doc("The certificate chain, the listener's own certificate first.")
        String certificate,

        @Doc("Its private key, PKCS#8 without a password, readable only by its owner.")
        String key,

        @Doc("Where set, a client must show a certificate that one of these authorities signed.") @Nullable String clientCa) {}
