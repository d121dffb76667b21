package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Reply;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Script;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A server of HTTP+SSE: what is posted is handled by a script that writes to the stream it belongs to. */
final class SseServer implements Script {

    /** What is done with a message that was posted; nothing more is to be said to the POST itself. */
    @FunctionalInterface
    interface Handler {
        void handle(Asked asked, Stream stream) throws IOException, InterruptedException;
    }

    /** One client's stream. */
    static final class Stream {

        private final BlockingQueue<String> said = new LinkedBlockingQueue<>(64);

        void say(String data) throws InterruptedException {
            raw("event: message\ndata: " + data + "\n\n");
        }

        void result(Asked asked, String result) throws InterruptedException {
            say(HttpUpstreamSetting.result(asked, result));
        }

        void raw(String text) throws InterruptedException {
            said.put(text);
        }

        /** Ends the stream. */
        void end() throws InterruptedException {
            said.put("");
        }
    }

    private final String endpoint;
    private final Handler handler;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();

    /** @param endpoint as the event says it; where it ends in {@code =}, the number of the stream follows */
    SseServer(String endpoint, Handler handler) {
        this.endpoint = endpoint;
        this.handler = handler;
    }

    @Override
    public void answer(Asked asked, Reply reply) throws IOException, InterruptedException {
        if (asked.method().equals("GET")) {
            var stream = new Stream();
            String number;
            synchronized (streams) {
                number = endpoint.endsWith("=") ? Integer.toString(streams.size()) : "";
                streams.add(stream);
            }
            reply.stream().chunk("event: endpoint\ndata: " + endpoint + number + "\n\n");
            for (String text = stream.said.take(); !text.isEmpty(); text = stream.said.take()) {
                reply.chunk(text);
            }
            return;
        }
        String number = asked.target().substring(asked.target().indexOf('=') + 1);
        handler.handle(asked, streams.get(endpoint.endsWith("=") ? Integer.parseInt(number) : 0));
        reply.json(202, "Accepted");
    }
}
