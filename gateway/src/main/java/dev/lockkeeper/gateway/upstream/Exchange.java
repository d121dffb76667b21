package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One permitted request and the answer it waits for. To the server it has an id of the upstream's making; to the client
 * it keeps its own. Thread-safe.
 */
final class Exchange {

    static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";

    private static final Duration FOREVER = Duration.ofDays(365);
    private static final List<String> ID = List.of("id");
    private static final List<String> RESULT_SUBSCRIPTION = List.of("result", "_meta", SUBSCRIPTION_ID);

    private final Permit permit;
    private final Request request;
    private final RequestId id;
    private final Patience patience;
    private final Wire outgoing;
    private final long begun = System.nanoTime();
    private volatile long progressed = begun;
    private final CompletableFuture<Response> answer = new CompletableFuture<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    Exchange(Permit permit, RequestId id, Patience patience) {
        if (!(permit.message() instanceof Request asked)) {
            throw new IllegalArgumentException("only a request is forwarded");
        }
        this.permit = permit;
        this.request = asked;
        this.id = id;
        this.patience = patience;
        this.outgoing = WireEdit.replace(asked.wire(), ID, id.value());
    }

    Permit permit() {
        return permit;
    }

    Request request() {
        return request;
    }

    /** The id by which the server knows the request. */
    RequestId id() {
        return id;
    }

    /** Whether the answer comes only when the subscription ends, so that waiting for it has no bound. */
    boolean listens() {
        return request.method().equals("subscriptions/listen");
    }

    /** Whether the request stands alone, as from 2026-07-28. */
    boolean modern() {
        return request.meta().get(PROTOCOL_VERSION) != null;
    }

    /** The request as the server gets it; always the same object. */
    Wire outgoing() {
        return outgoing;
    }

    /** Whether the token of a progress notification is that of this request. */
    boolean carries(Json progressToken) {
        return progressToken.equals(request.meta().get("progressToken"));
    }

    /** Whether a sign of progress can lengthen the wait. */
    boolean extensible() {
        return !listens()
                && request.meta().get("progressToken") != null
                && patience.longest().compareTo(patience.silence()) > 0;
    }

    /** There was a sign of progress. */
    void progressed() {
        progressed = System.nanoTime();
    }

    /** What is left of the wait, at most zero where it is over; a year where the exchange {@link #listens}. */
    Duration left() {
        return listens() ? FOREVER : patience.left(begun, progressed, System.nanoTime());
    }

    /** The longest that the wait can still become. */
    Duration mostLeft() {
        return extensible() ? patience.most().minusNanos(System.nanoTime() - begun) : left();
    }

    /** Takes the server's answer; false where there was one already. */
    boolean answer(Response response) {
        return answer.complete(underClientsId(response));
    }

    boolean fail(UpstreamFailure failure) {
        return answer.completeExceptionally(failure);
    }

    boolean answered() {
        return answer.isDone();
    }

    /** Whether the server itself may still answer. */
    boolean open() {
        return answer.state() != Future.State.SUCCESS;
    }

    boolean cancellable() {
        return modern() || !request.method().equals("initialize");
    }

    /** True for the first caller only: the server is told once that a request is cancelled. */
    boolean cancel() {
        return cancelled.compareAndSet(false, true);
    }

    /** What tells the server that nobody waits for the answer any more. */
    Wire cancellation(String why) {
        var params = JsonObject.EMPTY.with("requestId", id.value()).with("reason", why);
        return Notification.of("notifications/cancelled", params).wire();
    }

    /** Waits for the end, as long as there is patience. */
    Response await() throws UpstreamFailure, InterruptedException {
        for (Duration left = left(); !answeredWithin(left); left = left()) {
            if (left.isNegative() || left.isZero()) {
                throw late();
            }
        }
        return outcome();
    }

    static UpstreamFailure late() {
        return new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "no answer in time");
    }

    /** Waits for the end, for so long at most. */
    boolean answeredWithin(Duration timeout) throws InterruptedException {
        try {
            answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** The answer, or the failure, that is there already. */
    Response outcome() throws UpstreamFailure {
        return switch (answer.state()) {
            case SUCCESS -> answer.resultNow();
            case FAILED ->
                throw answer.exceptionNow() instanceof UpstreamFailure failure
                        ? failure
                        : new UpstreamFailure(Reason.INTERNAL_FAULT, String.valueOf(answer.exceptionNow()));
            case RUNNING, CANCELLED -> throw new UpstreamFailure(Reason.INTERNAL_FAULT, "an exchange without an end");
        };
    }

    private Response underClientsId(Response response) {
        RequestId own = request.id();
        Wire wire = WireEdit.replace(response.wire(), ID, own.value());
        return switch (response) {
            case Failure failure -> new Failure(own, failure.error(), wire);
            case Success success -> {
                JsonObject result = success.result();
                JsonObject meta = result.object("_meta");
                Json subscription = meta == null ? null : meta.get(SUBSCRIPTION_ID);
                if (meta == null || !id.value().equals(subscription)) {
                    yield new Success(own, result, wire);
                }
                yield new Success(
                        own,
                        result.with("_meta", meta.with(SUBSCRIPTION_ID, own.value())),
                        WireEdit.replace(wire, RESULT_SUBSCRIPTION, own.value()));
            }
        };
    }
}
