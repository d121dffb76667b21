package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.gateway.config.ListenLimits;
import dev.lockkeeper.gateway.config.ListenSettings;
import dev.lockkeeper.gateway.config.TlsFiles;
import dev.lockkeeper.gateway.front.EntranceRefused;
import dev.lockkeeper.gateway.front.HealthServer;
import dev.lockkeeper.gateway.front.HttpEntrance;
import dev.lockkeeper.gateway.front.HttpSettings;
import dev.lockkeeper.gateway.front.TlsSettings;
import dev.lockkeeper.gateway.identity.BearerAuthenticator;
import dev.lockkeeper.gateway.identity.TokenStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP entrance and the health port of one gateway. */
final class HttpGateway implements AutoCloseable {

    private final HttpEntrance entrance;
    private final HealthServer health;
    private final ListenSettings settings;

    private HttpGateway(HttpEntrance entrance, HealthServer health, ListenSettings settings) {
        this.entrance = entrance;
        this.health = health;
        this.settings = settings;
    }

    static HttpGateway start(Wiring wiring, Home home) throws EntranceRefused {
        ListenSettings listen = wiring.settings().listen();
        var tokens = new TokenStore(home.directory(), Clock.systemUTC());
        var bearer = new BearerAuthenticator(tokens, name -> wiring.groups("token", name));
        HttpEntrance entrance = HttpEntrance.start(
                settings(listen, wiring.configuration()), wiring.sessions(), bearer, wiring.reader(), wiring.decider());
        try {
            HealthServer health = HealthServer.start(
                    listen.healthHost(), listen.healthPort(), Map.of("journal", wiring::journalWorks));
            return new HttpGateway(entrance, health, listen);
        } catch (EntranceRefused e) {
            entrance.close();
            throw e;
        }
    }

    /** Where a client reaches a server. */
    String url(String server) {
        String scheme = settings.tls() == null ? "http" : "https";
        return scheme + "://" + settings.host() + ":" + entrance.port() + "/s/" + server + "/mcp";
    }

    int healthPort() {
        return health.port();
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
