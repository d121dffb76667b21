package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.guard.Caller;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A client on the other end of two pipes of the operating system. */
final class Stdio implements AutoCloseable {

    static final Caller CALLER = new Caller("alice", "user", Set.of());

    private final OutputStream toGateway;
    private final BufferedReader fromGateway;
    private final CompletableFuture<Void> served = new CompletableFuture<>();

    Stdio(Gateway gateway) throws Exception {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        toGateway = Channels.newOutputStream(in.sink());
        fromGateway = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8));
        Conversation conversation = gateway.sessions.open(CALLER, "files");
        InputStream source = new BufferedInputStream(Channels.newInputStream(in.source()));
        OutputStream sink = Channels.newOutputStream(out.sink());
        Thread.startVirtualThread(() -> {
            try (sink) {
                new StdioEntrance(source, sink, conversation, Gateway.READER, gateway.decider, Duration.ofSeconds(10))
                        .serve();
                served.complete(null);
            } catch (IOException | InterruptedException | RuntimeException e) {
                served.completeExceptionally(e);
            }
        });
    }

    void send(String line) throws IOException {
        raw(line + "\n");
    }

    void raw(String text) throws IOException {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    void raw(byte[] bytes) throws IOException {
        toGateway.write(bytes);
        toGateway.flush();
    }

    /** The next line; null at the end. */
    String receive() throws IOException {
        return fromGateway.readLine();
    }

    String ask(String line) throws IOException {
        send(line);
        return receive();
    }

    /** Closes its end and waits for the other. */
    @Override
    public void close() throws IOException {
        toGateway.close();
        served.join();
        fromGateway.close();
    }
}
