package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.ListenLimits;
import dev.lockkeeper.gateway.config.ListenSettings;
import dev.lockkeeper.gateway.config.TlsFiles;
import dev.lockkeeper.gateway.front.EntranceRefused;
import dev.lockkeeper.gateway.front.HealthServer;
import dev.lockkeeper.gateway.front.HttpEntrance;
import dev.lockkeeper.gateway.front.HttpSettings;
import dev.lockkeeper.gateway.front.TlsSettings;
import dev.lockkeeper.gateway.identity.Authenticator;
import dev.lockkeeper.gateway.identity.BearerAuthenticator;
import dev.lockkeeper.gateway.identity.CertificateAuthenticator;
import dev.lockkeeper.gateway.identity.TokenStore;
import dev.lockkeeper.gateway.identity.TokensRefused;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The HTTP entrance and the health port of one gateway. */
final class HttpGateway implements AutoCloseable {

    private final HttpEntrance entrance;
    private final HealthServer health;
    private final ListenSettings settings;
    private final boolean nobodyIsKnown;

    private HttpGateway(HttpEntrance entrance, HealthServer health, ListenSettings settings, boolean nobodyIsKnown) {
        this.nobodyIsKnown = nobodyIsKnown;
        this.entrance = entrance;
        this.health = health;
        this.settings = settings;
    }

    static HttpGateway start(Wiring wiring, Home home) throws EntranceRefused {
        ListenSettings listen = wiring.settings().listen();
        var tokens = new TokenStore(home.directory(), Clock.systemUTC());
        boolean nobodyIsKnown;
        try {
            nobodyIsKnown = tokens.list().isEmpty() && listen.tls() == null;
        } catch (TokensRefused e) {
            throw new EntranceRefused(String.valueOf(e.getMessage()), e);
        }
        HttpEntrance entrance = HttpEntrance.start(
                settings(listen, wiring.configuration()),
                wiring.conversations(),
                authenticator(wiring, tokens),
                wiring.reader(),
                wiring.decider());
        try {
            HealthServer health = HealthServer.start(
                    listen.healthHost(), listen.healthPort(), Map.of("journal", wiring::journalWorks));
            return new HttpGateway(entrance, health, listen, nobodyIsKnown);
        } catch (EntranceRefused e) {
            entrance.close();
            throw e;
        }
    }

    /** Whether there was no token when it started, nor another way to be known. */
    boolean nobodyIsKnown() {
        return nobodyIsKnown;
    }

    private static Authenticator authenticator(Wiring wiring, TokenStore tokens) {
        var bearer = new BearerAuthenticator(tokens, name -> Set.of());
        TlsFiles tls = wiring.settings().listen().tls();
        return tls == null ? bearer : bearer.or(new CertificateAuthenticator(tls.callers(), name -> Set.of()));
    }

    /** Where a client reaches a server. */
    String url(String server) {
        return base() + "/s/" + server + "/mcp";
    }

    /** Where a client reaches all servers at once. */
    String combinedUrl() {
        return base() + "/mcp";
    }

    private String base() {
        return (settings.tls() == null ? "http" : "https") + "://" + inUrl(settings.host()) + ":" + entrance.port();
    }

    /** Where to ask whether the gateway is ready. */
    String readiness() {
        return "http://" + inUrl(settings.healthHost()) + ":" + health.port() + "/readyz";
    }

    // An IPv6 address stands in brackets in a URL: RFC 3986, section 3.2.2.
    private static String inUrl(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Takes nobody any more and interrupts what is under way, without waiting for it. */
    void leave() {
        entrance.leave();
    }

    @Override
    public void close() {
        entrance.close();
        health.close();
    }

    static HttpSettings settings(ListenSettings listen, Path configuration) {
        ListenLimits limits = listen.limits();
        return new HttpSettings(
                listen.host(),
                listen.port(),
                listen.allowedHosts(),
                listen.allowedOrigins(),
                listen.plaintextBehindProxy(),
                tls(listen.tls(), configuration),
                limits.bodyBytes(),
                limits.headerBytes(),
                limits.headerTime(),
                limits.bodyTime(),
                limits.writeTime(),
                limits.idleTime(),
                limits.keepAlive(),
                limits.streamAfter(),
                limits.connections(),
                limits.connectionsPerAddress(),
                limits.requests(),
                limits.requestsPerCaller(),
                limits.streamsPerCaller());
    }

    private static @Nullable TlsSettings tls(@Nullable TlsFiles files, Path configuration) {
        if (files == null) {
            return null;
        }
        Path beside = configuration.toAbsolutePath();
        return new TlsSettings(
                beside.resolveSibling(files.certificate()),
                beside.resolveSibling(files.key()),
                files.clientCa() == null ? null : beside.resolveSibling(files.clientCa()));
    }
}
