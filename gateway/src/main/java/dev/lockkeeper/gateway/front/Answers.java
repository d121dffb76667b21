package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON-RPC bodies that the entrance writes, and the status that goes with an answer. */
final class Answers {

    private Answers() {}

    /**
     * An error. Without the id of a request, the modern era leaves the member out (MCP 2026-07-28, "Sending Messages"),
     * and the legacy era writes null (JSON-RPC 2.0, section 5).
     */
    static Wire error(Refusal refusal, JsonObject more, @Nullable RequestId id, boolean modern) {
        JsonObject error = refusal.error();
        JsonObject data = error.object("data");
        for (var member : more.members().entrySet()) {
            data = (data == null ? JsonObject.EMPTY : data).with(member.getKey(), member.getValue());
        }
        if (data != null) {
            error = error.with("data", data);
        }
        var body = JsonObject.EMPTY.with("jsonrpc", "2.0");
        if (id != null) {
            body = body.with("id", id.value());
        } else if (!modern) {
            body = body.with("id", JsonNull.NULL);
        }
        return Wire.of(body.with("error", error).text());
    }

    /** What a request gets for an answer. */
    static Response of(Reply reply, Request request) {
        return switch (reply) {
            case Reply.Answered answered -> (Response) answered.release().message();
            case Reply.Own own -> own.response();
            case Reply.Refused refused -> refused.refusal().answer(request.id());
            case Reply.Accepted accepted -> throw new IllegalStateException("a request was accepted without an answer");
        };
    }

    /** The answers to a batch as one text (MCP 2025-03-26, "Sending Messages to the Server"). */
    static Wire batch(List<Wire> answers) {
        var text = new ByteArrayOutputStream();
        for (Wire answer : answers) {
            text.write(text.size() == 0 ? '[' : ',');
            text.writeBytes(answer.bytes());
        }
        text.write(']');
        return Wire.of(text.toByteArray());
    }

    /** The status of an answer that is no stream: an error is a 200 but where the modern era prescribes another. */
    static int status(Response response, boolean modern) {
        if (!modern || !(response instanceof Failure failure)) {
            return 200;
        }
        return switch (failure.code()) {
            case ErrorCode.METHOD_NOT_FOUND -> 404;
            case ErrorCode.HEADER_MISMATCH, ErrorCode.MISSING_CAPABILITY, ErrorCode.UNSUPPORTED_VERSION -> 400;
            default -> 200;
        };
    }
}
