package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * A server that runs as a child process and speaks over its standard input and output (MCP, "stdio"). It finds nothing
 * in its environment but what the settings name. When the conversation ends, the process and all it started are ended.
 */
public final class StdioUpstream implements Upstream {

    private static final Duration AFTER_EXIT = Duration.ofSeconds(1);

    private final CommandSettings settings;
    private final UpstreamListener listener;
    private final Process process;
    private final ProcessTree tree;
    private final InFlight inFlight;
    private final Inbox inbox;
    private final LineWriter writer;
    private final CountDownLatch outputEnded = new CountDownLatch(1);
    private final CountDownLatch logged = new CountDownLatch(1);
    private final CountDownLatch treeEnded = new CountDownLatch(1);

    private StdioUpstream(String server, CommandSettings settings, UpstreamListener listener, Process process) {
        this.settings = settings;
        this.listener = listener;
        this.process = process;
        this.tree = new ProcessTree(process);
        this.inFlight = new InFlight(settings.patience(), new AtomicLong()::incrementAndGet);
        this.inbox = new Inbox(Readers.upTo(settings.maxMessageBytes()), inFlight, listener);
        this.writer = LineWriter.start(server, process.getOutputStream());
    }

    /**
     * Starts the server.
     *
     * @param server its name in the configuration, for threads and logs
     * @throws UpstreamFailure with {@code upstream.unavailable} when the command cannot be started
     */
    public static StdioUpstream start(String server, CommandSettings settings, UpstreamListener listener)
            throws UpstreamFailure {
        try {
            var builder = new ProcessBuilder(ProcessSession.of(settings.command(), settings.directory()));
            builder.environment().clear();
            builder.environment().putAll(settings.environment());
            if (settings.directory() != null) {
                builder.directory(settings.directory().toFile());
            }
            var upstream = new StdioUpstream(server, settings, listener, Spawner.start(builder));
            upstream.listen(server);
            return upstream;
        } catch (IOException e) {
            throw new UpstreamFailure(
                    Reason.UPSTREAM_UNAVAILABLE,
                    "the command " + settings.command().getFirst() + " cannot be started");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_UNAVAILABLE, "interrupted before the server was started");
        }
    }

    // Platform threads: a pipe that blocks would hold a carrier of virtual threads.
    private void listen(String server) {
        Thread.ofPlatform().daemon().name("stdout-" + server).start(this::read);
        var logger = LoggerFactory.getLogger("dev.lockkeeper.server." + server);
        var log = new ServerLog(logger::info, System::nanoTime);
        Thread.ofPlatform().daemon().name("stderr-" + server).start(() -> {
            log.drain(process.getErrorStream());
            logged.countDown();
        });
        Thread.ofVirtual().name("exit-" + server).start(this::awaitExit);
    }

    @Override
    public Response forward(Permit permit) throws UpstreamFailure {
        Exchange exchange = inFlight.begin(permit);
        Wire line = exchange.outgoing();
        boolean handedOver = false;
        try {
            put(line);
            handedOver = true;
            return exchange.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel(exchange, line, handedOver, "the client cancelled");
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "cancelled while waiting for the answer");
        } catch (UpstreamFailure e) {
            cancel(exchange, line, handedOver && e.reason() == Reason.UPSTREAM_TIMEOUT, "no answer in time");
            throw e;
        } finally {
            inFlight.end(exchange);
        }
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        inFlight.checkOpen();
        switch (permit.message()) {
            case Notification notification
            when notification.method().equals("notifications/cancelled") -> tellCancelled(notification);
            case Notification notification -> tell(notification.wire());
            case Response response -> tell(response.wire());
            case Request request -> throw new IllegalArgumentException("a request is forwarded");
        }
    }

    @Override
    public boolean isOpen() {
        return inFlight.isOpen();
    }

    @Override
    public void close() {
        end(new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the conversation was ended"), true);
    }

    /** The process, for tests. */
    ProcessHandle process() {
        return process.toHandle();
    }

    private void tellCancelled(Notification notification) {
        inFlight.meantBy(notification).filter(Exchange::cancel).ifPresent(meant -> {
            if (!writer.withdraw(meant.outgoing())) {
                writer.urge(InFlight.towardsServer(notification, meant).wire());
            }
            meant.fail(new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client cancelled"));
        });
    }

    private void tell(Wire line) throws UpstreamFailure {
        try {
            put(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "interrupted while sending");
        }
    }

    private void put(Wire line) throws UpstreamFailure, InterruptedException {
        if (!writer.put(line, settings.requestTimeout())) {
            throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "the server does not read what is sent to it");
        }
    }

    private void cancel(Exchange exchange, Wire line, boolean known, String why) {
        if (known && !writer.withdraw(line) && exchange.cancellable() && exchange.cancel()) {
            writer.urge(exchange.cancellation(why));
        }
    }

    private void read() {
        var lines = new LineReader(process.getInputStream(), settings.maxMessageBytes());
        var failure = new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server closed its output");
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                inbox.take(line, null);
            }
        } catch (StreamRefused e) {
            failure = e.failure();
        } catch (IOException e) {
            failure = new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server's output ended: " + e.getMessage());
        } finally {
            outputEnded.countDown();
            end(failure, false);
        }
    }

    private void awaitExit() {
        try {
            process.waitFor();
            // Whatever the server started may hold its output open after the server is gone.
            if (!outputEnded.await(AFTER_EXIT.toMillis(), TimeUnit.MILLISECONDS)) {
                end(new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server's process ended"), false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitLog() {
        try {
            var _ = logged.await(AFTER_EXIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(UpstreamFailure failure, boolean wanted) {
        if (inFlight.end(failure)) {
            try {
                tree.end(writer::close, settings.grace());
                // What it said last explains why it ended, so it is in the log before whoever closes it goes on.
                awaitLog();
            } finally {
                treeEnded.countDown();
                // Told last: who hears of it closes this conversation, and waits for its processes to be gone.
                if (!wanted) {
                    listener.closed(failure);
                }
            }
        } else if (wanted) {
            try {
                treeEnded.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
