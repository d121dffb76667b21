package dev.lockkeeper.decide;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.TaskHandle;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;

/**
 * Why something did not pass, as the peer may know it.
 *
 * @param message short, helps to correct the call, tells nothing of the inside
 * @param reference the journal's reference; empty where the journal could not be written, or holds it in a sum
 * @param retryAfter when it makes sense to try again; zero where nobody knows
 */
public record Refusal(Reason reason, String message, String reference, Duration retryAfter) {

    /** A refusal of which nobody knows when it ends. */
    public Refusal(Reason reason, String message, String reference) {
        this(reason, message, reference, Duration.ZERO);
    }

    private static final JsonObject TASKS =
            JsonObject.EMPTY.with("extensions", JsonObject.EMPTY.with(TaskHandle.EXTENSION, JsonObject.EMPTY));

    /** The refusal as a JSON-RPC error object. */
    public JsonObject error() {
        var data = JsonObject.EMPTY.with("reason", reason.code());
        if (reason == Reason.TASK_UNDECLARED) {
            data = data.with("requiredCapabilities", TASKS);
        }
        if (retryAfter.isPositive()) {
            // Rounded up: who waits for so long is not early.
            data = data.with("retryAfterMs", JsonNumber.of(Math.ceilDiv(retryAfter.toNanos(), 1_000_000L)));
        }
        return JsonObject.EMPTY
                .with("code", JsonNumber.of(reason.errorCode()))
                .with("message", message)
                .with("data", reference.isEmpty() ? data : data.with("reference", reference));
    }

    /** The refusal as the answer to a request. */
    public Failure answer(RequestId id) {
        return Failure.of(id, error());
    }

    /** The refusal of a message whose id could not be read: an error without an id, as MCP's schema has it. */
    public Wire anonymous() {
        return Wire.of(
                JsonObject.EMPTY.with("jsonrpc", "2.0").with("error", error()).text());
    }
}
