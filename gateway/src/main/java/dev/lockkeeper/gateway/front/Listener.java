package dev.lockkeeper.gateway.front;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** A Jetty server with one connector, strict about HTTP, on virtual threads. */
final class Listener implements AutoCloseable {

    private static final int MAX_STREAMS = 100;

    private final Server server;
    private final GuardedConnector connector;

    private Listener(Server server, GuardedConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    static Listener create(HttpSettings settings, SslContextFactory.@Nullable Server tls) {
        // No cap here: a full pool would stop the selector. What bounds the work is the number of connections, and
        // Admission.
        var server = new Server(new VirtualThreadPool(0));
        var connector = new GuardedConnector(
                server,
                settings.maxConnections(),
                settings.maxConnectionsPerAddress(),
                settings.headerTimeout(),
                settings.idleTimeout(),
                factories(configuration(settings, tls != null), tls));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setShutdownIdleTimeout(100);
        server.addConnector(connector);
        server.setStopTimeout(Duration.ofSeconds(3).toMillis());
        return new Listener(server, connector);
    }

    private static HttpConfiguration configuration(HttpSettings settings, boolean secure) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setRequestHeaderSize(settings.maxHeaderBytes());
        // A cache of fields costs each connection 100 KB.
        http.setHeaderCacheSize(0);
        // Whoever is slow is found by the connector's sweep, and by the limits of reading and writing. A timeout of
        // Jetty's own would be set and taken back with each request, and what it takes back may be what a stop has set.
        http.setIdleTimeout(-1);
        http.setNotifyRemoteAsyncErrors(true);
        if (secure) {
            // Which names are answered is decided by HostRule, for TLS and plaintext alike.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        return http;
    }

    private static ConnectionFactory[] factories(HttpConfiguration http, SslContextFactory.@Nullable Server tls) {
        var http1 = new HttpConnectionFactory(http);
        if (tls == null) {
            return new ConnectionFactory[] {http1, bounded(new PriorKnowledge(http))};
        }
        var alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol("http/1.1");
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            bounded(new HTTP2ServerConnectionFactory(http)),
            http1
        };
    }

    private static ConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(MAX_STREAMS);
        return http2;
    }

    Listener serving(Handler handler, Request.Handler errors) {
        server.setHandler(new Tracking(handler));
        server.setErrorHandler(errors);
        return this;
    }

    GuardedConnector connector() {
        return connector;
    }

    void start() throws EntranceRefused {
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new EntranceRefused(
                    connector.getHost() + ":" + connector.getPort()
                            + " is taken by another program, or not an address of this machine; set another host or port.",
                    e);
        } catch (Exception e) {
            close();
            throw new EntranceRefused(
                    "The listener does not start: " + e.getClass().getSimpleName() + ".", e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // Requests that did not end in time were cut off, which Jetty reports too.
            if (connector.isRunning()) {
                throw new IllegalStateException("the listener does not stop", e);
            }
        }
    }

    /** HTTP/2 without TLS for who knows beforehand; no upgrade from HTTP/1.1, which RFC 9113 dropped. */
    private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {

        PriorKnowledge(HttpConfiguration http) {
            super(http);
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
            return request.getHttpVersion() == HttpVersion.HTTP_2
                    ? super.upgradeConnection(connector, endPoint, request, response)
                    : null;
        }
    }
}
