package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 for the listener; paths are relative to the file that names them. */
@Doc("TLS 1.3. All files are PEM.")
public record TlsFiles(
        @Doc("The certificate chain, the listener's own certificate first.")
        String certificate,

        @Doc("Its private key, PKCS#8 without a password, readable only by its owner.")
        String key,

        @Doc("Where set, a client must show a certificate that one of these authorities signed.") @Nullable String clientCa,

        @Doc("Who needs no token: from a name in a client's certificate to the caller. Needs client-ca.")
        @Matches(
                value = "(cn|dns|uri|email):.+|[A-Za-z0-9.]+=.+",
                words = "cn:NAME, dns:NAME, uri:URI, email:ADDRESS or a whole subject such as CN=alice,O=Example")
        Map<String, String> callers)
        implements Checked {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}";

    @Override
    public void check(Report report) {
        if (clientCa == null && !callers.isEmpty()) {
            report.problem("callers", "callers needs client-ca: nobody else says whose certificate it is.");
        }
        callers.forEach((certificate, caller) -> {
            if (!caller.matches(NAME)) {
                report.problem("callers/" + certificate, "A caller is a name of letters, digits and . _ @ + -.");
            }
        });
    }
}
