package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every HTTP request through the gate and to what its method asks for; answers what is refused on the way. */
final class McpHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(McpHandler.class);

    private final HttpSettings settings;
    private final Gate gate;
    private final Posts posts;
    private final Streams streams;
    private final SseSessions sse;
    private final Refusals refusals;

    McpHandler(HttpSettings settings, Gate gate, Posts posts, Streams streams, SseSessions sse, Refusals refusals) {
        this.settings = settings;
        this.gate = gate;
        this.posts = posts;
        this.streams = streams;
        this.sse = sse;
        this.refusals = refusals;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // A quiet request is not a dead one; whatever may take too long here has its own limit.
        request.addIdleTimeoutListener(idle -> false);
        var visit = new Visit(request, response, callback, settings.writeTimeout(), this::unread);
        try {
            serve(visit);
            if (!visit.detached()) {
                visit.complete();
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            if (!(e instanceof IOException)) {
                LOG.error("A request failed inside the entrance.", e);
            }
            visit.abort(e);
        }
        return true;
    }

    private void serve(Visit visit) throws IOException {
        try {
            if (gate.admit(visit)) {
                dispatch(visit);
            } else {
                visit.output().empty(204);
            }
        } catch (HttpRefused refused) {
            refuse(visit, refused);
        } catch (RuntimeException | StackOverflowError e) {
            if (visit.output().response().isCommitted()) {
                throw e;
            }
            LOG.error("A request failed inside the entrance.", e);
            refuse(visit, new HttpRefused(500, Reason.INTERNAL_FAULT, "The gateway failed; nothing was forwarded."));
        }
    }

    private void dispatch(Visit visit) throws HttpRefused, IOException {
        switch (visit.address().endpoint()) {
            case STREAMABLE -> {
                switch (visit.request().getMethod()) {
                    case "POST" -> posts.serve(visit);
                    case "GET" -> streams.listen(visit);
                    default -> streams.end(visit);
                }
            }
            case SSE -> sse.open(visit);
            case SSE_MESSAGES -> sse.take(visit);
        }
    }

    private void unread(Visit visit) {
        record(visit, Reason.HTTP_TIMEOUT, "The client does not read its answer.", 200);
    }

    private Refusal record(Visit visit, Reason reason, String text, int status) {
        var circumstances = visit.circumstances(status);
        var caller = visit.caller();
        return caller == null
                ? refusals.ofNobody(reason, text, circumstances)
                : refusals.of(caller, reason, text, circumstances);
    }

    private void refuse(Visit visit, HttpRefused refused) throws IOException {
        Refusal refusal = record(visit, refused.reason(), refused.text(), refused.status());
        var headers = visit.output().response().getHeaders();
        refused.headers().forEach(headers::put);
        if (refused.status() == 408 || refused.status() == 413) {
            headers.put("Connection", "close");
        }
        boolean modern = refused.modern() || visit.headers().modern();
        visit.output()
                .whole(
                        refused.status(),
                        "application/json",
                        Answers.error(refusal, refused.data(), refused.id(), modern)
                                .buffer());
    }
}
