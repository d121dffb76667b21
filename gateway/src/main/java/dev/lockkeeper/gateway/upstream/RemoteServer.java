package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks over HTTP, and the connections to it: HTTP/2 over TLS where the server offers it, else HTTP/1.1.
 * Follows no redirect, uses no proxy, keeps no cookie, asks for no compression. Opens nothing before the first
 * conversation; where there is no server to connect to, does not try again before a pause. Thread-safe.
 */
public final class RemoteServer implements AutoCloseable {

    private static final String AGENT = "lockkeeper";
    private static final int MAX_THREADS = 32;
    /** Each legacy session may hold one for its own stream, beside those of calls. */
    private static final int MAX_CONNECTIONS = 16_384;

    private static final int MAX_HEADER_BYTES = 32 << 10;
    /** Less than the five seconds after which many servers close what is unused, so that a call never meets that. */
    private static final long IDLE_MILLIS = 4_000;

    // INVARIANT: nothing but its own time limit ends a call. Over HTTP/2 the connection's would, however many wait on
    // it.
    private static final Connection.Listener KEPT_OPEN = new Connection.Listener() {
        @Override
        public void onOpened(Connection connection) {
            if (connection instanceof HTTP2Connection) {
                connection.getEndPoint().setIdleTimeout(0);
            }
        }
    };

    private final String name;
    private final RemoteSettings settings;
    private final Backoff backoff = new Backoff(System::nanoTime);
    private final Readers readers;
    private final AtomicLong ids;
    private @Nullable HttpClient client;
    private boolean closed;

    /** One whose requests are counted from 1. */
    public RemoteServer(String name, RemoteSettings settings) {
        this(name, settings, 0);
    }

    /**
     * @param name the server's name in the configuration, for threads and logs
     * @param before the number before the id of the first request: a random one where others may ask the same server
     */
    public RemoteServer(String name, RemoteSettings settings, long before) {
        this.ids = new AtomicLong(before);
        this.name = name;
        this.settings = settings;
        this.readers = Readers.upTo(settings.maxMessageBytes());
    }

    /**
     * Begins a conversation.
     *
     * @throws UpstreamFailure with {@code upstream.unavailable} when the settings do not lead to a client
     */
    public Upstream open(UpstreamListener listener) throws UpstreamFailure {
        client();
        return switch (settings.transport()) {
            case AUTO -> new FallbackUpstream(name, this, settings, listener);
            case STREAMABLE_HTTP -> new HttpUpstream(name, this, settings, listener);
            case SSE -> new SseUpstream(name, this, settings, listener);
        };
    }

    Readers readers() {
        return readers;
    }

    /**
     * The id of the next request, whosever conversation it is of: a server that takes all that comes for one client's, and
     * sends each answer to whoever used its id last, must not send it to somebody else (CVE-2026-25536).
     */
    long nextId() {
        return ids.incrementAndGet();
    }

    /** Ends all connections, and with them whatever conversation is left. */
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            stop(client);
            client = null;
        }
    }

    /** Sends a POST of one message. */
    HttpCall post(Wire message, Map<String, String> headers, Duration timeout) throws UpstreamFailure {
        return post(settings.url(), message, headers, timeout);
    }

    HttpCall post(URI url, Wire message, Map<String, String> headers, Duration timeout) throws UpstreamFailure {
        return send(request(url, HttpMethod.POST, "application/json, text/event-stream", headers, timeout)
                .body(new ByteBufferRequestContent("application/json", message.buffer())));
    }

    /** Sends a GET of the server's own stream, or of what is left of one that broke off. */
    HttpCall get(Map<String, String> headers, Duration timeout) throws UpstreamFailure {
        return send(request(settings.url(), HttpMethod.GET, "text/event-stream", headers, timeout));
    }

    HttpCall delete(Map<String, String> headers, Duration timeout) throws UpstreamFailure {
        return send(request(settings.url(), HttpMethod.DELETE, "application/json", headers, timeout));
    }

    private HttpCall send(Request request) throws UpstreamFailure {
        backoff.check();
        return HttpCall.send(request, backoff, settings.maxMessageBytes() + 1);
    }

    /** Runs something after a while, unless all is closed by then; what is returned takes it back. */
    Runnable after(Duration delay, Runnable task) {
        HttpClient running;
        synchronized (this) {
            running = client;
        }
        if (running == null) {
            return () -> {};
        }
        Scheduler.Task scheduled =
                running.getScheduler().schedule(task, Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS);
        return scheduled::cancel;
    }

    // A timeout of zero is none.
    private Request request(URI url, HttpMethod method, String accept, Map<String, String> headers, Duration timeout)
            throws UpstreamFailure {
        return client().newRequest(url)
                .method(method)
                .followRedirects(false)
                .idleTimeout(0, TimeUnit.MILLISECONDS)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .headers(fields -> {
                    settings.headers().forEach((field, value) -> fields.put(field, value.expose()));
                    fields.put(HttpHeader.ACCEPT, accept);
                    headers.forEach(fields::put);
                });
    }

    private synchronized HttpClient client() throws UpstreamFailure {
        if (closed) {
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the gateway is ending");
        }
        if (client == null) {
            client = start();
        }
        return client;
    }

    private HttpClient start() throws UpstreamFailure {
        HttpClient fresh;
        try {
            HttpClientTransport transport = transport();
            // INVARIANT: no listener of a response blocks, so the thread that finds bytes also hands them over.
            transport.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
            fresh = new HttpClient(transport);
        } catch (IOException | GeneralSecurityException e) {
            throw new UpstreamFailure(Reason.UPSTREAM_UNAVAILABLE, "caFile cannot be read as certificates");
        }
        var threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("http-" + name);
        threads.setDaemon(true);
        fresh.setExecutor(threads);
        fresh.setFollowRedirects(false);
        fresh.setHttpCookieStore(new HttpCookieStore.Empty());
        fresh.setConnectTimeout(settings.connectTimeout().toMillis());
        fresh.setAddressResolutionTimeout(settings.connectTimeout().toMillis());
        fresh.setIdleTimeout(IDLE_MILLIS);
        fresh.addBean(KEPT_OPEN);
        fresh.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        fresh.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
        fresh.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, AGENT));
        try {
            fresh.start();
        } catch (Exception e) {
            stop(fresh);
            throw new UpstreamFailure(Reason.UPSTREAM_UNAVAILABLE, "the HTTP client does not start: " + e.getMessage());
        }
        // INVARIANT: an answer is what the named server sent, and nothing else is done because of it.
        for (String handler : new String[] {
            RedirectProtocolHandler.NAME,
            WWWAuthenticationProtocolHandler.NAME,
            ProxyAuthenticationProtocolHandler.NAME,
            new UpgradeProtocolHandler().getName()
        }) {
            fresh.getProtocolHandlers().remove(handler);
        }
        fresh.getContentDecoderFactories().clear();
        return fresh;
    }

    private HttpClientTransport transport() throws IOException, GeneralSecurityException {
        var connector = new ClientConnector();
        connector.setSelectors(1);
        if ("http".equals(settings.url().getScheme())) {
            return new HttpClientTransportOverHTTP(connector);
        }
        var tls = new SslContextFactory.Client();
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        if (settings.caFile() != null) {
            tls.setTrustStore(trust(settings.caFile()));
        }
        connector.setSslContextFactory(tls);
        // The first is what a server without ALPN is spoken to in; one with ALPN chooses for itself.
        return new HttpClientTransportDynamic(
                connector,
                HttpClientConnectionFactory.HTTP11,
                new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector)));
    }

    private static KeyStore trust(Path file) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
        }
        if (store.size() == 0) {
            throw new IOException("no certificate");
        }
        return store;
    }

    private static void stop(HttpClient client) {
        try {
            client.stop();
        } catch (Exception e) {
            // What cannot be stopped is a daemon.
        }
    }
}
