package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteServerTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private @Nullable Path directory;

    private final List<String> versions = new CopyOnWriteArrayList<>();
    private Duration thinks = Duration.ZERO;
    private @Nullable Server server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void a_server_that_offers_http2_over_tls_is_spoken_to_in_it() throws Exception {
        Path ca = directory().resolve("ca.pem");
        URI url = serve("127.0.0.1", ca, true);
        assertThat(forward(url, ca)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}");
        assertThat(versions).containsExactly("HTTP/2.0");
    }

    @Test
    void a_server_that_does_not_is_spoken_to_in_http_1_1() throws Exception {
        Path ca = directory().resolve("ca.pem");
        URI url = serve("127.0.0.1", ca, false);
        assertThat(forward(url, ca)).contains("\"result\"");
        assertThat(versions).containsExactly("HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_may_take_longer_than_an_unused_connection_is_kept(boolean http2) throws Exception {
        thinks = Duration.ofSeconds(6);
        Path ca = directory().resolve("ca.pem");
        assertThat(forward(serve("127.0.0.1", ca, http2), ca)).contains("\"result\"");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_accepted() throws Exception {
        URI url = serve("127.0.0.1", directory().resolve("ca.pem"), true);
        unavailable(url, null);
    }

    @Test
    void a_certificate_of_another_host_is_not_accepted() throws Exception {
        Path ca = directory().resolve("ca.pem");
        URI url = serve("127.0.0.2", ca, true);
        unavailable(url, ca);
    }

    @Test
    void a_ca_file_without_certificates_is_unavailable() throws Exception {
        Path empty = Files.writeString(directory().resolve("empty.pem"), "");
        unavailable(URI.create("https://127.0.0.1:1/mcp"), empty);
        unavailable(URI.create("https://127.0.0.1:1/mcp"), directory().resolve("absent.pem"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/mcp",
                "http://127.0.0.1.example.com/mcp",
                "http://localhost.example.com/mcp",
                "http://10.0.0.1/mcp",
                "https://user:password@example.com/mcp",
                "https://example.com/mcp#x",
                "ftp://127.0.0.1/mcp",
                "file:///etc/passwd",
                "mcp",
            })
    void other_urls_are_refused(String url) {
        assertThatThrownBy(() -> settings(URI.create(url), Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/mcp?a=b", "http://127.0.0.1:8080/", "http://[::1]/mcp", "http://localhost/"
            })
    void https_and_this_machine_are_accepted(String url) {
        assertThat(settings(URI.create(url), Map.of()).url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "mcp-session-id", "Mcp-Param-X", "a b", "", "x\r\ny", "Content-Length"})
    void headers_that_are_ours_or_no_headers_are_refused(String name) {
        assertThatThrownBy(() -> settings(URI.create("https://example.com/"), Map.of(name, Secret.of("v"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_secret_shows_nowhere() {
        var settings = settings(URI.create("https://example.com/"), Map.of("Authorization", Secret.of("s3cret")));
        assertThat(settings.toString()).doesNotContain("s3cret").contains("hidden");
        assertThatThrownBy(() -> settings(
                        URI.create("https://example.com/"), Map.of("Authorization", Secret.of("s3cret\r\nX: y"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }

    @Test
    void nothing_is_opened_after_closing() {
        var remote = new RemoteServer("test", settings(URI.create("https://example.com/"), Map.of()));
        remote.close();
        assertThatThrownBy(() -> remote.open(new Heard())).isInstanceOf(UpstreamFailure.class);
    }

    private static RemoteSettings settings(URI url, Map<String, Secret> headers) {
        return new RemoteSettings(url, headers, LONG, LONG, 1 << 20, null);
    }

    private static String forward(URI url, @Nullable Path ca) throws UpstreamFailure {
        try (var remote = new RemoteServer("test", new RemoteSettings(url, Map.of(), LONG, LONG, 1 << 20, ca))) {
            return remote.open(new Heard())
                    .forward(Permits.request("\"a\"", "m"))
                    .wire()
                    .toString();
        }
    }

    private static void unavailable(URI url, @Nullable Path ca) {
        assertThatThrownBy(() -> forward(url, ca))
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_UNAVAILABLE));
    }

    private Path directory() {
        return java.util.Objects.requireNonNull(directory);
    }

    private URI serve(String certified, Path ca, boolean http2) throws Exception {
        var tls = new SslContextFactory.Server();
        tls.setKeyStore(keys(certified, ca));
        tls.setKeyStorePassword("");
        var http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        var http11 = new HttpConnectionFactory(http);
        var alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http11.getProtocol());
        var jetty = new Server();
        var connector = http2
                ? new ServerConnector(
                        jetty,
                        new SslConnectionFactory(tls, alpn.getProtocol()),
                        alpn,
                        new HTTP2ServerConnectionFactory(http),
                        http11)
                : new ServerConnector(jetty, new SslConnectionFactory(tls, http11.getProtocol()), http11);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                versions.add(request.getConnectionMetaData().getHttpVersion().asString());
                Content.Source.asString(request);
                Thread.sleep(thinks);
                response.getHeaders().put("Content-Type", "application/json");
                Content.Sink.write(response, true, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", callback);
                return true;
            }
        });
        jetty.start();
        server = jetty;
        return URI.create("https://127.0.0.1:" + connector.getLocalPort() + "/mcp");
    }

    private static KeyStore keys(String address, Path ca) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        var name = new X500Name("CN=lockkeeper test");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.now().minusSeconds(3600)),
                Date.from(Instant.now().plusSeconds(3600)),
                name,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        write(ca, certificate);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", pair.getPrivate(), new char[0], new Certificate[] {certificate});
        return store;
    }

    private static void write(Path file, X509Certificate certificate) throws Exception {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                .encodeToString(certificate.getEncoded());
        try {
            Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
