package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.gateway.identity.CertificateAuthenticator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    private static final GeneralName ALICE = new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://a/alice");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    Pki authority;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new Pki();
    }

    private TlsSettings server(String algorithm, boolean mutual) throws Exception {
        Path ca = Pki.pem(directory.resolve("ca.pem"), "CERTIFICATE", authority.certificate.getEncoded());
        return authority.issue("CN=gateway", algorithm, LOOPBACK).files(directory, mutual ? ca : null);
    }

    private Entrance entrance(TlsSettings tls) throws Exception {
        return new Entrance(
                settings -> {
                    settings.tls = tls;
                    return settings;
                },
                new CertificateAuthenticator(Map.of("uri:spiffe://a/alice", "alice"), name -> Set.of("certified")));
    }

    private static HttpRequest request(Entrance entrance, boolean token) {
        var builder = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + entrance.port() + "/s/files/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/list")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":" + Wanted.META
                                + "}}"));
        return (token ? builder.header("Authorization", "Bearer " + entrance.token) : builder).build();
    }

    private static HttpResponse<String> send(SSLContext context, HttpRequest request) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void http_2_is_spoken_over_tls_1_3_with_every_kind_of_key(String algorithm) throws Exception {
        try (var entrance = entrance(server(algorithm, false))) {
            var answer = send(authority.client(null, "TLSv1.3"), request(entrance, true));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void http_1_is_spoken_over_tls_and_a_client_that_goes_away_cancels() throws Exception {
        try (var entrance = entrance(server("EC", false))) {
            var socket = (SSLSocket) authority
                    .client(null, "TLSv1.3")
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), entrance.port());
            try (var raw = new Raw(socket)) {
                raw.send(entrance.modern().text(entrance.port()));
                assertThat(raw.receive().status()).isEqualTo(200);
                raw.send(entrance.modern().call("wait").text(entrance.port()));
                entrance.conversations.waiting.acquire();
            }
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void tls_1_2_is_refused() throws Exception {
        try (var entrance = entrance(server("EC", false))) {
            var socket = (SSLSocket) authority
                    .client(null, "TLSv1.2")
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), entrance.port());
            try (socket) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void plaintext_on_a_tls_port_gets_nothing() throws Exception {
        try (var entrance = entrance(server("EC", false))) {
            assertThatThrownBy(() -> entrance.send(entrance.modern())).isInstanceOf(IOException.class);
            assertThat(entrance.conversations.handled).isEmpty();
        }
    }

    @Test
    void mutual_tls_lets_in_who_its_certificate_names() throws Exception {
        try (var entrance = entrance(server("EC", true))) {
            var alice = authority.issue("CN=whatever", "EC", ALICE);
            var answer = send(authority.client(alice, "TLSv1.3"), request(entrance, false));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(entrance.conversations.handled).containsExactly("certificate:alice files tools/list");
        }
    }

    @Test
    void mutual_tls_lets_in_nobody_whose_certificate_names_no_caller() throws Exception {
        try (var entrance = entrance(server("EC", true))) {
            var mallory = authority.issue("CN=mallory", "EC", LOOPBACK);
            var answer = send(authority.client(mallory, "TLSv1.3"), request(entrance, false));
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void mutual_tls_demands_a_certificate() throws Exception {
        try (var entrance = entrance(server("EC", true))) {
            assertThatThrownBy(() -> send(authority.client(null, "TLSv1.3"), request(entrance, true)))
                    .isInstanceOf(IOException.class);
            assertThat(entrance.conversations.handled).isEmpty();
        }
    }

    @Test
    void mutual_tls_refuses_a_certificate_of_another_authority() throws Exception {
        try (var entrance = entrance(server("EC", true))) {
            var forged = new Pki().issue("CN=alice", "EC", ALICE);
            assertThatThrownBy(() -> send(authority.client(forged, "TLSv1.3"), request(entrance, true)))
                    .isInstanceOf(IOException.class);
            assertThat(entrance.conversations.handled).isEmpty();
        }
    }

    @Test
    void a_key_of_another_certificate_refuses_to_start() throws Exception {
        TlsSettings tls = server("EC", false);
        Pki.pem(tls.key(), "PRIVATE KEY", Pki.pair("EC").getPrivate().getEncoded());
        assertThatThrownBy(() -> entrance(tls))
                .isInstanceOf(EntranceRefused.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void a_key_that_others_can_read_refuses_to_start() throws Exception {
        TlsSettings tls = server("EC", false);
        Files.setPosixFilePermissions(tls.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> entrance(tls))
                .isInstanceOf(EntranceRefused.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(directory.toString());
    }

    @Test
    void a_key_in_another_form_refuses_to_start_and_says_how_to_convert_it() throws Exception {
        TlsSettings tls = server("EC", false);
        Pki.pem(tls.key(), "EC PRIVATE KEY", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> entrance(tls))
                .isInstanceOf(EntranceRefused.class)
                .hasMessageContaining("openssl pkcs8");
    }
}
