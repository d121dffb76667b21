package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.gateway.identity.Authenticator;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.mcp.MessageReader;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP entrance: Streamable HTTP of both protocol eras at {@code /s/NAME/mcp}, where NAME is a route, and HTTP+SSE
 * of the oldest version at {@code /s/NAME/sse}. It frames, checks and bounds; what a message means is for the conversation to say. Thread-safe.
 */
public final class HttpEntrance implements AutoCloseable {

    private static final int RECORDED_PER_MINUTE = 60;

    private final Listener listener;
    private final Pulse pulse;
    private final Present present;
    private final Refusals refusals;

    private HttpEntrance(Listener listener, Pulse pulse, Present present, Refusals refusals) {
        this.listener = listener;
        this.pulse = pulse;
        this.present = present;
        this.refusals = refusals;
    }

    /**
     * Starts to listen.
     *
     * @param authenticator null where whoever reaches the loopback interface may call, as the caller {@code anyone}
     * @param decider records what is refused here
     * @throws EntranceRefused when the settings are not safe, a file of TLS is not right, or the address is taken
     */
    public static HttpEntrance start(
            HttpSettings settings,
            Conversations conversations,
            @Nullable Authenticator authenticator,
            MessageReader reader,
            Decider decider)
            throws EntranceRefused {
        StartRules.check(settings, authenticator != null);
        SslContextFactory.Server tls = settings.tls() == null ? null : TlsFiles.load(settings.tls());
        var pulse = new Pulse(
                settings.streamAfter().compareTo(settings.keepAlive()) < 0
                        ? settings.streamAfter()
                        : settings.keepAlive());
        var present = new Present();
        var refusals = new Refusals(decider, System::nanoTime, RECORDED_PER_MINUTE);
        var replays = new Replays();
        var exchange = new Exchange(settings, pulse, present, replays);
        var intake = new Intake(settings, reader);
        var requests = new Admission(settings.maxRequests(), settings.maxRequestsPerCaller());
        var streams = new Admission(Integer.MAX_VALUE, settings.maxStreamsPerCaller());
        var handler = new McpHandler(
                settings,
                new Gate(settings, conversations, authenticator),
                new Posts(conversations, intake, exchange, requests, streams),
                new Streams(conversations, exchange, replays, streams),
                new SseSessions(conversations, intake, exchange, refusals, streams, requests),
                refusals);
        var entrance = new HttpEntrance(
                Listener.create(settings, tls).serving(handler, new JsonErrors(refusals)), pulse, present, refusals);
        entrance.start();
        return entrance;
    }

    private void start() throws EntranceRefused {
        listener.start();
        pulse.start();
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** Takes nobody any more and interrupts what is under way, without waiting for it. Idempotent. */
    public void leave() {
        listener.connector().setAccepting(false);
        present.close();
    }

    /** Stops listening and interrupts what is under way. Idempotent. */
    @Override
    public void close() {
        leave();
        listener.close();
        pulse.close();
        refusals.summarise(true);
    }
}
