package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.gateway.config.ConnectionSettings;
import dev.lockkeeper.gateway.config.HeaderReference;
import dev.lockkeeper.gateway.config.PolicyFile;
import dev.lockkeeper.gateway.config.ServerSettings;
import dev.lockkeeper.gateway.upstream.CommandSettings;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.LastingUpstream;
import dev.lockkeeper.gateway.upstream.Leases;
import dev.lockkeeper.gateway.upstream.Openings;
import dev.lockkeeper.gateway.upstream.RemoteServer;
import dev.lockkeeper.gateway.upstream.RemoteSettings;
import dev.lockkeeper.gateway.upstream.Secret;
import dev.lockkeeper.gateway.upstream.StdioUpstream;
import dev.lockkeeper.gateway.upstream.Transport;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.reason.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Opens conversations with the servers that the configuration names at the moment. */
final class ConfiguredServers implements Connector, AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final PolicyFile file;
    private final int maxMessageBytes;
    private final Map<String, String> environment;
    private final @Nullable Wrapped wrapped;
    private final @Nullable Decider renewing;
    private final Map<ConnectionSettings, RemoteServer> remotes = new ConcurrentHashMap<>();
    private final Leases leases = new Leases(this::connection);
    private final Map<ConnectionSettings, Openings> commands = new ConcurrentHashMap<>();

    /**
     * @param renewing decides what a server that ended is told anew, where its client cannot begin anew; null where
     *     every client can
     * @param environment the gateway's own, from which a server gets what the configuration names
     * @param wrapped the command that was given on the command line, or null
     */
    ConfiguredServers(
            PolicyFile file,
            int maxMessageBytes,
            Map<String, String> environment,
            @Nullable Wrapped wrapped,
            @Nullable Decider renewing) {
        this.renewing = renewing;
        this.file = file;
        this.maxMessageBytes = maxMessageBytes;
        this.environment = environment;
        this.wrapped = wrapped;
    }

    @Override
    public boolean knows(String server) {
        return file.current().settings().servers().containsKey(server);
    }

    @Override
    public Upstream open(String server, UpstreamListener listener) throws UpstreamFailure {
        return renewing == null
                ? opened(server, listener)
                : new LastingUpstream(ears -> opened(server, ears), listener, renewing, Clock.systemUTC());
    }

    private Upstream opened(String server, UpstreamListener listener) throws UpstreamFailure {
        ServerSettings settings = file.current().settings().servers().get(server);
        if (settings == null) {
            throw new UpstreamFailure(Reason.UPSTREAM_UNAVAILABLE, "the configuration does not name " + server);
        }
        ConnectionSettings connection = settings.connection();
        return leases.open(server, connection, ears -> opened(server, connection, ears), listener);
    }

    /** Ends the conversations with servers that are reached in another way since the configuration was changed. */
    void review() {
        leases.review();
    }

    private Upstream opened(String server, ConnectionSettings connection, UpstreamListener listener)
            throws UpstreamFailure {
        if (connection.url() != null && wrapping(server) == null) {
            return remote(server, connection, connection.url()).open(listener);
        }
        Wrapped other = wrapping(server);
        CommandSettings command = other == null
                ? command(connection, connection.run(), Set.of())
                : command(connection, other.command(), other.environment());
        return commands.computeIfAbsent(connection, one -> new Openings())
                .open(ears -> StdioUpstream.start(server, command, ears), listener);
    }

    private @Nullable Wrapped wrapping(String server) {
        return wrapped != null && wrapped.server().equals(server) ? wrapped : null;
    }

    private CommandSettings command(ConnectionSettings connection, List<String> command, Set<String> more) {
        return new CommandSettings(
                command,
                environment(connection, more),
                directory(connection).orElse(null),
                connection.timeout(),
                connection.longestWait(),
                maxMessageBytes,
                GRACE);
    }

    private Optional<Path> directory(ConnectionSettings connection) {
        return Optional.ofNullable(connection.directory())
                .map(directory -> file.path().toAbsolutePath().resolveSibling(directory));
    }

    // INVARIANT: a server that is started here gets no variable that is not named.
    private Map<String, String> environment(ConnectionSettings connection, Set<String> more) {
        Set<String> names = new HashSet<>(more);
        names.addAll(connection.envFrom());
        Map<String, String> named = new HashMap<>();
        for (String name : names) {
            String value = environment.get(name);
            if (value != null) {
                named.put(name, value);
            }
        }
        named.putAll(connection.env());
        return named;
    }

    @Override
    public Object connection(String server) {
        ServerSettings settings = file.current().settings().servers().get(server);
        return settings == null ? server : settings.connection();
    }

    @Override
    public boolean remote(String server) {
        ServerSettings settings = file.current().settings().servers().get(server);
        return settings != null && settings.connection().url() != null && wrapping(server) == null;
    }

    @Override
    public Optional<Era> era(String server) {
        ServerSettings settings = file.current().settings().servers().get(server);
        if (settings != null && settings.connection().transport() == Transport.SSE) {
            return Optional.of(Era.LEGACY);
        }
        return settings == null
                ? Optional.empty()
                : switch (settings.connection().protocol()) {
                    case AUTO -> Optional.empty();
                    case V2025_11_25 -> Optional.of(Era.LEGACY);
                    case V2026_07_28 -> Optional.of(Era.MODERN);
                };
    }

    @Override
    public void close() {
        remotes.values().forEach(RemoteServer::close);
    }

    // Connections are shared by all conversations with a server; other settings are another server.
    private RemoteServer remote(String server, ConnectionSettings connection, String url) throws UpstreamFailure {
        RemoteServer known = remotes.get(connection);
        if (known != null) {
            return known;
        }
        // Another gateway, or this one after a reload, asks the same server; 48 bits are exact in every JSON reader.
        var made = new RemoteServer(server, settings(connection, url), RANDOM.nextLong() >>> 16);
        RemoteServer raced = remotes.putIfAbsent(connection, made);
        return raced == null ? made : raced;
    }

    private RemoteSettings settings(ConnectionSettings connection, String url) throws UpstreamFailure {
        Map<String, Secret> headers = new HashMap<>();
        for (var header : connection.headers().entrySet()) {
            Optional<HeaderReference> reference = HeaderReference.of(header.getValue());
            String value = reference.isEmpty()
                    ? header.getValue()
                    : reference
                            .get()
                            .resolve(environment::get)
                            .orElseThrow(() -> new UpstreamFailure(
                                    Reason.UPSTREAM_UNAVAILABLE,
                                    "the variable " + reference.get().variable() + " for the header " + header.getKey()
                                            + " is not set"));
            headers.put(header.getKey(), Secret.of(value));
        }
        return new RemoteSettings(
                connection.transport(),
                URI.create(url),
                headers,
                CONNECT_TIMEOUT,
                connection.timeout(),
                connection.longestWait(),
                maxMessageBytes,
                null);
    }
}
