package dev.lockkeeper.gateway.front;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Reads the PEM files of TLS (RFC 7468). */
final class TlsFiles {

    private static final Pattern KEY =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----\\s([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final long MAX_BYTES = 1 << 20;

    private TlsFiles() {}

    static SslContextFactory.Server load(TlsSettings settings) throws EntranceRefused {
        List<Certificate> chain = certificates(settings.certificate(), "certificate");
        PrivateKey key = key(settings.key());
        requirePair(key, chain.getFirst());
        var tls = new SslContextFactory.Server();
        // TLS 1.3 and nothing older; its cipher suites are all sound.
        tls.setIncludeProtocols("TLSv1.3");
        tls.setExcludeProtocols();
        tls.setRenegotiationAllowed(false);
        tls.setEndpointIdentificationAlgorithm(null);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try {
            KeyStore own = empty();
            own.setKeyEntry("own", key, password.toCharArray(), chain.toArray(Certificate[]::new));
            tls.setKeyStore(own);
            tls.setKeyStorePassword(password);
            tls.setKeyManagerPassword(password);
            if (settings.clientCa() != null) {
                KeyStore trusted = empty();
                int i = 0;
                for (Certificate authority : certificates(settings.clientCa(), "client CA")) {
                    trusted.setCertificateEntry("ca" + i++, authority);
                }
                tls.setTrustStore(trusted);
                tls.setNeedClientAuth(true);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new EntranceRefused("The key and certificates cannot be used for TLS.", e);
        }
        return tls;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path file, String what) throws EntranceRefused {
        try {
            List<Certificate> found = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file, what))));
            if (found.isEmpty()) {
                throw new EntranceRefused("The " + what + " file has no certificate in it.");
            }
            return found;
        } catch (CertificateException e) {
            throw new EntranceRefused("The " + what + " file is not a list of certificates in PEM.", e);
        }
    }

    private static PrivateKey key(Path file) throws EntranceRefused {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new EntranceRefused("The key file of TLS can be read by others; run: chmod 600 on it.");
            }
        } catch (IOException e) {
            throw new EntranceRefused("The key file of TLS cannot be read.", e);
        }
        Matcher pem = KEY.matcher(new String(read(file, "key"), StandardCharsets.US_ASCII));
        if (!pem.matches()) {
            throw new EntranceRefused("The key file of TLS is not one PKCS#8 key in PEM without a password; convert it"
                    + " with: openssl pkcs8 -topk8 -nocrypt");
        }
        return decode(pem.group(1));
    }

    private static PrivateKey decode(String base64) throws EntranceRefused {
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (InvalidKeySpecException e) {
                    // Not of this kind; the next may be.
                }
            }
            throw new EntranceRefused("The key of TLS is not an EC, RSA or Ed25519 key.");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new EntranceRefused("The key file of TLS cannot be understood.", e);
        }
    }

    private static void requirePair(PrivateKey key, Certificate certificate) throws EntranceRefused {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "Ed25519";
        };
        byte[] probe = "a key and its certificate".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(certificate);
            signer.update(probe);
            if (signer.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new EntranceRefused("The key of TLS does not belong to the first certificate of the chain.", e);
        }
        throw new EntranceRefused("The key of TLS does not belong to the first certificate of the chain.");
    }

    private static byte[] read(Path file, String what) throws EntranceRefused {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new EntranceRefused("The " + what + " file of TLS is too large to be one.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new EntranceRefused("The " + what + " file of TLS cannot be read.", e);
        }
    }
}
