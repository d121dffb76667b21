package dev.lockkeeper.decide;

import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One answer before the result guards: what they said of it, and what became of it. Used by one thread. */
final class Review {

    private final Permit permit;
    private final Response received;
    private final List<Json> opinions = new ArrayList<>(0);
    private Response current;
    private boolean changed;
    private @Nullable ResultVerdict decisive;
    private ResultVerdict.@Nullable Withhold withheld;

    private Review(Permit permit, Response received) {
        this.permit = permit;
        this.received = received;
        this.current = received;
    }

    static Review of(Rulebook rules, Permit permit, Response received) {
        var review = new Review(permit, received);
        boolean shadow = rules.shadow().test(permit.action());
        for (ResultGuard guard : rules.resultGuards()) {
            for (ResultVerdict verdict : review.judge(guard)) {
                review.take(guard.name(), verdict, shadow);
                if (review.withheld != null) {
                    return review;
                }
            }
        }
        return review;
    }

    /** The review of an answer that no guard sees, since it is stopped before. */
    static Review stopped(Permit permit, Response received, ResultVerdict.Withhold stop) {
        var review = new Review(permit, received);
        review.take("admission", stop, false);
        return review;
    }

    /** The answer to release: the one that was received where no guard changed it. */
    Response current() {
        return current;
    }

    /** Whether any guard said more than that it has no objection. */
    boolean objects() {
        return !opinions.isEmpty();
    }

    /** Why the answer is not released; null where it is. */
    ResultVerdict.@Nullable Withhold withheld() {
        return withheld;
    }

    private List<ResultVerdict> judge(ResultGuard guard) {
        try {
            List<ResultVerdict> verdicts = TaskResults.judge(guard, permit.action(), current, permit.context());
            if (current instanceof Success
                    && verdicts.stream().anyMatch(verdict -> verdict instanceof ResultVerdict.ReplaceError)) {
                throw new IllegalStateException("a result cannot become an error");
            }
            return verdicts;
        } catch (RuntimeException | Error e) {
            return List.of(
                    new ResultVerdict.Withhold(Reason.GUARD_FAILED, "The answer could not be judged.", e.toString()));
        }
    }

    private void take(String guard, ResultVerdict verdict, boolean shadow) {
        switch (verdict) {
            case ResultVerdict.Pass pass -> {
                return;
            }
            case ResultVerdict.Flag flag -> opinion(guard, "flag", flag.reason(), flag.note());
            case ResultVerdict.Replace replace -> {
                current = Success.of(received.id(), replace.result());
                changed = true;
                opinion(guard, "replace", replace.reason(), replace.note());
            }
            case ResultVerdict.ReplaceError replace -> {
                current = Failure.of(received.id(), replace.error());
                changed = true;
                opinion(guard, "replace", replace.reason(), replace.note());
            }
            case ResultVerdict.Withhold withhold -> {
                withheld = shadow ? null : withhold;
                opinion(guard, "withhold", withhold.reason(), withhold.cause());
            }
        }
        // What shadow let pass is what the record must tell first, and a change before what was only noticed.
        boolean lesser = verdict instanceof ResultVerdict.Flag && decisive != null;
        if (!(decisive instanceof ResultVerdict.Withhold) && !lesser) {
            decisive = verdict;
        }
    }

    private void opinion(String guard, String verdict, Reason reason, String cause) {
        var opinion =
                JsonObject.builder().put("guard", guard).put("verdict", verdict).put("reason", reason.code());
        opinions.add(
                cause.isEmpty() ? opinion.build() : opinion.put("cause", cause).build());
    }

    /** The review as it is recorded: the answer by its digest, an error and what was changed as they came. */
    JsonObject toJson() {
        var body = JsonObject.builder()
                .put("outcome", withheld != null ? "withheld" : changed ? "changed" : "released")
                .put("decision", permit.reference())
                .put("caller", permit.context().caller().key())
                .put("server", permit.action().server())
                .put("method", permit.action().method())
                .put("target", permit.action().target())
                .put("bytes", JsonNumber.of(received.wire().length()));
        if (permit.action() instanceof TaskUse use) {
            body.put("task", use.task().decision());
        }
        switch (received) {
            case Success success -> {
                body.put("digest", CanonicalJson.digest(success.result()));
                if (changed && current instanceof Success now && keepsOriginal(permit.action())) {
                    Originals.put(success.result(), now.result(), body);
                }
            }
            case Failure failure -> put(failure.error(), body);
        }
        switch (decisive) {
            case ResultVerdict.Withhold withhold ->
                body.put("reason", withhold.reason().code()).put("cause", withhold.cause());
            case ResultVerdict.Replace replace ->
                body.put("reason", replace.reason().code()).put("cause", replace.note());
            case ResultVerdict.ReplaceError replace ->
                body.put("reason", replace.reason().code()).put("cause", replace.note());
            case ResultVerdict.Flag flag ->
                body.put("reason", flag.reason().code()).put("cause", flag.note());
            case ResultVerdict.Pass pass -> body.put("reason", Reason.RESULT_RELEASED.code());
            case null -> body.put("reason", Reason.RESULT_RELEASED.code());
        }
        if (!opinions.isEmpty()) {
            body.put("opinions", new JsonArray(opinions));
        }
        return body.build();
    }

    private static void put(JsonObject error, JsonObject.Builder body) {
        if (error.text().length() <= Originals.MOST_CHARS) {
            body.put("error", error);
            return;
        }
        String message = error.string("message");
        var beginning = JsonObject.EMPTY.with(
                "message", Originals.beginning(message == null ? error.text() : message, Originals.MOST_CHARS));
        Json code = error.get("code");
        body.put("error", code instanceof JsonNumber ? beginning.with("code", code) : beginning)
                .put("digest", CanonicalJson.digest(error));
    }

    // A listing is cut down for each caller, and says nothing that the policy does not explain.
    private static boolean keepsOriginal(Action action) {
        return switch (action) {
            case Listing listing -> false;
            case TaskListing listing -> false;
            case Housekeeping housekeeping -> true;
            case ToolCall call -> true;
            case ResourceRead read -> true;
            case PromptGet get -> true;
            case Completion completion -> true;
            case TaskUse use -> true;
            case Subscription subscription -> true;
            case ClientNotice notice -> true;
            case UpstreamRequest request -> true;
            case Answer answer -> true;
            case UpstreamNotice notice -> true;
            case UnknownTask unknown -> true;
            case UnknownMethod unknown -> true;
        };
    }
}
