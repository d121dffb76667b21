package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a legacy client what a modern server wants to know before it answers a call: each entry of {@code inputRequests}
 * becomes a request of its own. Bounded; thread-safe.
 */
final class Interview {

    private static final int MOST_QUESTIONS = 32;

    private final Route route;
    private final JsonObject abilities;
    private final Listener listener;
    private final Map<RequestId, Open> open = new ConcurrentHashMap<>();

    private record Open(Request asking, String method, CompletableFuture<JsonObject> answer) {}

    /** @param abilities what the server was told that the client can do */
    Interview(Route route, JsonObject abilities, Listener listener) {
        this.route = route;
        this.abilities = abilities;
        this.listener = listener;
    }

    /**
     * Has all of them answered, and waits for it.
     *
     * @param asking the client's request that needs the answers
     * @param requests the server's {@code inputRequests}, released
     * @return {@code inputResponses}
     * @throws JsonRefused when one has no answer
     */
    JsonObject ask(Request asking, JsonObject requests, ClientChannel channel, Context context)
            throws JsonRefused, InterruptedException {
        if (open.size() + requests.members().size() > MOST_QUESTIONS) {
            throw unanswered("too many questions wait", "");
        }
        Map<String, RequestId> ids = new LinkedHashMap<>();
        Map<String, CompletableFuture<JsonObject>> waiting = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Json> entry : requests.members().entrySet()) {
                RequestId id = route.ids().nextId(route.server());
                ids.put(entry.getKey(), id);
                var answer = new CompletableFuture<JsonObject>();
                waiting.put(entry.getKey(), answer);
                Request question = question(id, entry.getValue());
                open.put(id, new Open(asking, question.method(), answer));
                put(question, channel, context);
            }
            JsonObject answers = JsonObject.EMPTY;
            for (Map.Entry<String, CompletableFuture<JsonObject>> each : waiting.entrySet()) {
                answers = answers.with(each.getKey(), await(each.getValue()));
            }
            return answers;
        } finally {
            ids.values().forEach(open::remove);
        }
    }

    /** Takes an answer of the client; empty where nothing was asked under its id. */
    Optional<Reply> answered(Response answer, Context context) {
        Open question = open.remove(answer.id());
        if (question == null) {
            return Optional.empty();
        }
        switch (route.decider().decide(route.answer(question.method(), answer), answer, context)) {
            case Outcome.Refused refused -> {
                question.answer()
                        .completeExceptionally(new JsonRefused(
                                refused.refusal().reason(), refused.refusal().message()));
                return Optional.of(new Reply.Refused(refused.refusal()));
            }
            case Outcome.Granted granted -> {
                switch (answer) {
                    case Success success -> question.answer().complete(success.result());
                    case Failure failure ->
                        question.answer()
                                .completeExceptionally(
                                        unanswered("the client answered with an error", question.method()));
                }
                return Optional.of(Reply.Accepted.ACCEPTED);
            }
        }
    }

    /** Nobody waits for these answers any more. */
    void drop(Request asking) {
        for (Open question : open.values()) {
            if (question.asking().equals(asking)) {
                question.answer()
                        .completeExceptionally(
                                new JsonRefused(Reason.UPSTREAM_CANCELLED, FailureText.of(Reason.UPSTREAM_CANCELLED)));
            }
        }
    }

    private Request question(RequestId id, Json entry) throws JsonRefused {
        String method = entry instanceof JsonObject object ? object.string("method") : null;
        if (method == null) {
            throw new JsonRefused(Reason.UPSTREAM_PROTOCOL, FailureText.of(Reason.UPSTREAM_PROTOCOL));
        }
        JsonObject params = LegacyForm.object((JsonObject) entry, "params");
        if (!Introduction.declared(abilities, method, params)) {
            throw unanswered("the client did not declare that it can be asked this", method);
        }
        return ModernForm.question(id, method, params);
    }

    private void put(Request question, ClientChannel channel, Context context) throws JsonRefused {
        switch (route.decider().relay(route.question(question), question, context)) {
            case RelayOutcome.Refused refused ->
                throw new JsonRefused(
                        refused.refusal().reason(), refused.refusal().message());
            case RelayOutcome.Released released -> deliver(released.release(), channel, question.method());
        }
    }

    private void deliver(Release release, ClientChannel channel, String method) throws JsonRefused {
        try {
            channel.send(release);
        } catch (IOException gone) {
            if (!listener.present()) {
                throw unanswered("no stream to the client", method);
            }
            listener.offer(release);
        }
    }

    private JsonObject await(CompletableFuture<JsonObject> answer) throws JsonRefused, InterruptedException {
        try {
            return answer.get(route.bridge().parked().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unanswered("no answer in time", "");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof JsonRefused refused
                    ? new JsonRefused(refused.reason(), String.valueOf(refused.getMessage()))
                    : unanswered("the question was dropped", "");
        }
    }

    private JsonRefused unanswered(String cause, String method) {
        route.refuse(Reason.CLIENT_UNREACHABLE, "The client gave no answer.", method, cause);
        return new JsonRefused(
                Reason.CLIENT_UNREACHABLE, "The server needs an answer of the client, which it did not get.");
    }
}
