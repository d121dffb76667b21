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
    private final CompletableFuture<Response> answer = new CompletableFuture<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    Exchange(Permit permit, RequestId id) {
        if (!(permit.message() instanceof Request asked)) {
            throw new IllegalArgumentException("only a request is forwarded");
        }
        this.permit = permit;
        this.request = asked;
        this.id = id;
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

    /** The request as the server gets it. */
    Wire outgoing() {
        return WireEdit.replace(request.wire(), ID, id.value());
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

    /** True for the first caller only: the server is told once that a request is cancelled. */
    boolean cancel() {
        return cancelled.compareAndSet(false, true);
    }

    /** What tells the server that nobody waits for the answer any more. */
    Wire cancellation(String why) {
        var params = JsonObject.EMPTY.with("requestId", id.value()).with("reason", why);
        return Notification.of("notifications/cancelled", params).wire();
    }

    /** Waits for the end; without a bound where the exchange {@link #listens}. */
    Response await(Duration timeout) throws UpstreamFailure, InterruptedException {
        if (!answeredWithin(listens() ? FOREVER : timeout)) {
            throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "no answer within " + timeout.toMillis() + " ms");
        }
        return outcome();
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
