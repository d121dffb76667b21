package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Reply;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Script;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server of HTTP+SSE: what is posted is handled by a script that writes to the one stream. */
final class SseServer implements Script {

    /** What is done with a message that was posted; nothing more is to be said to the POST itself. */
    @FunctionalInterface
    interface Handler {
        void handle(Asked asked, SseServer server) throws IOException, InterruptedException;
    }

    private final String endpoint;
    private final Handler handler;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    SseServer(String endpoint, Handler handler) {
        this.endpoint = endpoint;
        this.handler = handler;
    }

    @Override
    public void answer(Asked asked, Reply reply) throws IOException, InterruptedException {
        if (asked.method().equals("GET")) {
            reply.stream().chunk("event: endpoint\ndata: " + endpoint + "\n\n");
            for (String text = said.take(); !text.isEmpty(); text = said.take()) {
                reply.chunk(text);
            }
            return;
        }
        handler.handle(asked, this);
        reply.json(202, "Accepted");
    }

    void say(String data) {
        said.add("event: message\ndata: " + data + "\n\n");
    }

    void result(Asked asked, String result) {
        say(HttpUpstreamSetting.result(asked, result));
    }

    void raw(String text) {
        said.add(text);
    }

    /** Ends the stream. */
    void end() {
        said.add("");
    }
}
