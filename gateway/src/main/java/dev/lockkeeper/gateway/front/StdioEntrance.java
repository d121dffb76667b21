package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Serves one client over standard input and output: one message a line, in UTF-8. Requests are handled concurrently,
 * notifications and answers in their order.
 */
public final class StdioEntrance {

    private static final int MOST_AT_ONCE = 256;
    private static final int MOST_SUBSCRIPTIONS = 64;

    private final InputStream in;
    private final OutputStream out;
    private final Conversation conversation;
    private final MessageReader reader;
    private final Decider decider;
    private final Duration grace;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
    private final Semaphore subscriptions = new Semaphore(MOST_SUBSCRIPTIONS);
    private final Set<Thread> handlers = ConcurrentHashMap.newKeySet();
    /** Those of subscriptions, which nobody waits for. */
    private final Set<Thread> lasting = ConcurrentHashMap.newKeySet();

    /** @param grace how long requests under way may still take once the client closed its end */
    public StdioEntrance(
            InputStream in,
            OutputStream out,
            Conversation conversation,
            MessageReader reader,
            Decider decider,
            Duration grace) {
        this.in = in;
        this.out = out;
        this.conversation = conversation;
        this.reader = reader;
        this.decider = decider;
        this.grace = grace;
    }

    /** Serves until the client closes its end, then lets what is under way finish. Who opened the conversation closes it. */
    public void serve() throws IOException, InterruptedException {
        try (var listening = conversation.listen(this::send)) {
            Objects.requireNonNull(listening);
            for (byte[] line = readLine(); line != null; line = readLine()) {
                if (line.length > reader.limits().bytes()) {
                    refuse(
                            null,
                            decider.refuse(
                                    Reason.JSON_TOO_LARGE, "The message is larger than allowed.", JsonObject.EMPTY));
                } else if (!isBlank(line)) {
                    take(line);
                }
            }
            long deadline = System.nanoTime() + grace.toNanos();
            for (Thread handler : handlers) {
                handler.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } finally {
            handlers.forEach(Thread::interrupt);
            lasting.forEach(Thread::interrupt);
        }
    }

    private void take(byte[] line) throws IOException, InterruptedException {
        Message message;
        try {
            if (MessageReader.isBatch(line)
                    && conversation.version().equals(Optional.of(ProtocolVersion.V2025_03_26))) {
                List<Message> batch = reader.readBatch(line);
                int requests = (int) Batch.requests(batch);
                slots.acquire(requests);
                apart(handlers, slots, requests, () -> batch(batch));
                return;
            }
            message = reader.read(line);
        } catch (JsonRefused e) {
            refuse(reader.idOf(line), decider.refuse(e.reason(), String.valueOf(e.getMessage()), JsonObject.EMPTY));
            return;
        }
        switch (message) {
            // The client may speak on as soon as it has the answer, and what it says then must find the session open.
            case Request request when request.method().equals("initialize") -> guarded(request);
            case Request request when request.method().equals("subscriptions/listen") -> subscribe(request);
            case Request request -> {
                slots.acquire();
                apart(handlers, slots, 1, () -> guarded(request));
            }
            case Notification notice -> told(notice);
            case Response answer -> told(answer);
        }
    }

    // INVARIANT: what lasts for as long as the client likes never keeps the reader from what ends it.
    private void subscribe(Request request) throws IOException {
        if (subscriptions.tryAcquire()) {
            apart(lasting, subscriptions, 1, () -> guarded(request));
        } else {
            refuse(
                    request.id(),
                    decider.refuse(
                            Reason.SESSION_LIMIT, "Too many subscriptions are open. End one first.", JsonObject.EMPTY));
        }
    }

    private static void apart(Set<Thread> among, Semaphore places, int taken, Runnable handling) {
        Thread handler = Thread.ofVirtual().name("stdio-request").unstarted(() -> {
            try {
                handling.run();
            } finally {
                places.release(taken);
                among.remove(Thread.currentThread());
            }
        });
        among.add(handler);
        handler.start();
    }

    private void batch(List<Message> messages) {
        List<Wire> answers = Batch.handle(messages, this::answer, this::told);
        try {
            if (!answers.isEmpty()) {
                write(Answers.batch(answers));
            }
        } catch (IOException gone) {
            // Nobody reads any more; the end of input follows.
        }
    }

    private void guarded(Request request) {
        try {
            Optional<Wire> answer = answer(request);
            if (answer.isPresent()) {
                write(answer.get());
            }
        } catch (IOException gone) {
            // Nobody reads any more; the end of input follows.
        }
    }

    private Optional<Wire> answer(Request request) {
        try {
            Reply reply = conversation.handle(request, TransportMetadata.NONE, this::send);
            // Who cancelled a request gets no answer to it.
            boolean cancelled =
                    reply instanceof Reply.Refused refused && refused.refusal().reason() == Reason.UPSTREAM_CANCELLED;
            return cancelled
                    ? Optional.empty()
                    : Optional.of(Answers.of(reply, request).wire());
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(fault().answer(request.id()).wire());
        }
    }

    // A fault in one message does not end the conversation.
    private void told(Message message) {
        try {
            conversation.handle(message, TransportMetadata.NONE, this::send);
        } catch (RuntimeException | StackOverflowError e) {
            fault();
        }
    }

    private Refusal fault() {
        return decider.refuse(Reason.INTERNAL_FAULT, "The gateway failed on this message.", JsonObject.EMPTY);
    }

    private void send(Release release) throws IOException {
        write(release.message().wire());
    }

    private void refuse(@Nullable RequestId id, Refusal refusal) throws IOException {
        write(id == null ? refusal.anonymous() : refusal.answer(id).wire());
    }

    private void write(Wire wire) throws IOException {
        writing.lock();
        try {
            WireEdit.singleLine(wire).writeTo(out);
            out.write('\n');
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    // A line beyond the bound is read to its end and kept only so far that it is seen to be too long.
    private byte @Nullable [] readLine() throws IOException {
        int most = reader.limits().bytes() + 1;
        var line = new ByteArrayOutputStream(512);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toByteArray();
            }
            if (line.size() < most) {
                line.write(next);
            }
        }
        return line.size() == 0 ? null : line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
