package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, such as a malformed header, in the same form as everything else. */
final class JsonErrors implements Request.Handler {

    private final Refusals refusals;

    JsonErrors(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof EofException gone) {
            callback.failed(gone);
            return true;
        }
        int status = response.getStatus();
        Reason reason =
                status == 408 ? Reason.HTTP_TIMEOUT : status < 500 ? Reason.HTTP_REQUEST : Reason.INTERNAL_FAULT;
        var circumstances =
                JsonObject.EMPTY.with("status", JsonNumber.of(status)).with("remote", Request.getRemoteAddr(request));
        Refusal refusal = refusals.ofNobody(reason, text(status), circumstances);
        secure(response);
        ByteBuffer body = Answers.error(refusal, JsonObject.EMPTY, null, false).buffer();
        response.getHeaders().put("Content-Type", "application/json");
        response.getHeaders().put("Content-Length", body.remaining());
        response.write(true, body, callback);
        return true;
    }

    /** The headers that every answer has. */
    static void secure(Response response) {
        response.getHeaders().put("Cache-Control", "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
    }

    private static String text(int status) {
        return switch (status) {
            case 431 -> "The header is too long.";
            case 408 -> "The request took too long to arrive.";
            case 414 -> "The request target is too long.";
            case 505 -> "Use HTTP/1.1 or HTTP/2.";
            default -> status < 500 ? "The request is not well-formed HTTP." : "The gateway failed.";
        };
    }
}
