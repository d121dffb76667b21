package dev.lockkeeper.gateway.upstream;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream on which a server up to 2025-11-25 says what belongs to no request. Opened again whenever it ends, with
 * growing pauses, until it is closed or the server says that there is none.
 */
final class ListeningStream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningStream.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RemoteServer server;
    private final RemoteSettings settings;
    private final Inbox inbox;
    private final Map<String, String> headers;
    private final Runnable sessionGone;
    private final Runnable over;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable HttpCall current;
    private String lastEventId = "";
    private Duration pause = FIRST_PAUSE;

    /**
     * @param sessionGone run when the server does not know the session any more
     * @param over run when nothing more comes
     */
    ListeningStream(
            RemoteServer server,
            RemoteSettings settings,
            Inbox inbox,
            Map<String, String> headers,
            Runnable sessionGone,
            Runnable over) {
        this.server = server;
        this.settings = settings;
        this.inbox = inbox;
        this.headers = headers;
        this.sessionGone = sessionGone;
        this.over = over;
    }

    void start(String name) {
        if (started.compareAndSet(false, true)) {
            Thread.ofVirtual().name("listen-" + name).start(this::run);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        HttpCall call = current;
        if (call != null) {
            call.abort();
        }
    }

    private void run() {
        try {
            while (closed.getCount() > 0 && listen()) {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (SessionGone e) {
            sessionGone.run();
        } catch (StreamRefused e) {
            LOG.warn("a server's own stream is not read any more: {}", e.getMessage());
        } catch (UpstreamFailure e) {
            LOG.debug("a server's own stream ends: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.run();
        }
    }

    /** One connection; whether to try another. */
    private boolean listen() throws UpstreamFailure, SessionGone, StreamRefused, InterruptedException {
        var resuming = new LinkedHashMap<>(headers);
        if (HeaderValue.token(lastEventId)) {
            resuming.put("Last-Event-ID", lastEventId);
        }
        try (HttpCall call = server.get(resuming, Duration.ZERO)) {
            current = call;
            // INVARIANT: whoever closes first marks it, then aborts; one of the two sides sees the other.
            if (closed.getCount() == 0) {
                return false;
            }
            Response head = call.head();
            int status = head.getStatus();
            if (status == 404 && headers.containsKey("Mcp-Session-Id")) {
                throw new SessionGone();
            }
            if (status == 200 && call.mediaType().equals("text/event-stream")) {
                if (read(call)) {
                    return true;
                }
            } else if (status / 100 != 5 && status != 429) {
                return false; // 405 says that there is no such stream
            }
        } catch (UpstreamFailure e) {
            LOG.debug("a server's own stream cannot be opened: {}", e.getMessage());
        } catch (StreamRefused e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("a server's own stream broke off: {}", e.getMessage());
        } finally {
            current = null;
        }
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        return true;
    }

    /** Reads to the end; whether there was anything that resets the pauses. */
    private boolean read(HttpCall call) throws IOException {
        var events = new SseReader(call.body(), settings.maxMessageBytes());
        try {
            boolean any = false;
            for (SseEvent event = events.next(); event != null; event = events.next()) {
                any = true;
                pause = FIRST_PAUSE;
                if (event.type().equals("message") && event.data().length > 0) {
                    inbox.takeUnasked(event.data());
                }
            }
            return any || events.retry().isPresent();
        } finally {
            lastEventId = events.lastEventId().isEmpty() ? lastEventId : events.lastEventId();
            events.retry().ifPresent(wanted -> pause = shorter(longer(wanted, SHORTEST_PAUSE), LONGEST_PAUSE));
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
