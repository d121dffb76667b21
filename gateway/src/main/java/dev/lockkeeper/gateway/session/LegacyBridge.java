package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a modern client to a legacy server. Each request is put into the server's words and then judged; each answer is
 * put into the client's words and then released. What the server asks in the middle of a call becomes the call's answer,
 * {@code input_required}, and the call waits for the client to come back with the answers.
 */
final class LegacyBridge {

    private final Route route;
    private final Links links;
    private final Parking parking;
    private final Subscriptions subscriptions;

    LegacyBridge(Route route) {
        this.route = route;
        this.links = new Links(route);
        this.parking = new Parking(route.bridge().parkedCalls(), route.bridge().parked(), LegacyBridge::abandon);
        this.subscriptions = new Subscriptions(route);
    }

    Links links() {
        return links;
    }

    boolean busy() {
        return !parking.isEmpty() || links.all().stream().anyMatch(LegacyLink::busy);
    }

    void close() {
        links.close();
    }

    Reply request(Request request, Context context, TransportMetadata metadata, ClientChannel channel)
            throws JsonRefused {
        try {
            if (request.params().get("requestState") != null) {
                return resume(request, context, metadata, channel);
            }
            LegacyLink link = links.of(request, context);
            link.used();
            return switch (request.method()) {
                case "server/discover" -> discover(request, link, context);
                case "subscriptions/listen" -> subscriptions.listen(request, link, context, channel);
                default -> call(request, link, context, metadata, channel);
            };
        } catch (UpstreamFailure failure) {
            return new Reply.Refused(route.failed(failure, request.method()));
        }
    }

    /** Whether a request of the client waits under this id. */
    boolean has(RequestId id) {
        return links.all().stream()
                .anyMatch(link -> link.calls().stream().anyMatch(call -> call.attended() && isOf(call, id))
                        || link.followings().stream()
                                .anyMatch(each -> each.request().id().equals(id)));
    }

    /**
     * Ends what the client began under this id, and tells the server; false where there is no such thing. Where several
     * clients of the caller gave the id, nobody knows which of them it is that cancels, and nothing ends.
     */
    boolean cancel(@Nullable Json id) {
        List<Runnable> meant = new ArrayList<>();
        for (LegacyLink link : links.all()) {
            for (Call call : link.calls()) {
                if (call.round().asked().id().value().equals(id)) {
                    meant.add(() -> cancel(call));
                }
            }
            for (Following following : link.followings()) {
                if (following.request().id().value().equals(id)) {
                    meant.add(following::cancel);
                }
            }
        }
        if (meant.size() == 1) {
            meant.getFirst().run();
        }
        return !meant.isEmpty();
    }

    private void cancel(Call call) {
        call.cancel();
        if (!call.attended()) {
            parking.drop(call);
            call.link().end(call, false);
        }
    }

    private static boolean isOf(Call call, RequestId id) {
        return call.round().asked().id().equals(id);
    }

    private Reply discover(Request request, LegacyLink link, Context context) throws JsonRefused {
        return switch (route.decider().decide(route.request(request, Era.MODERN), request, context)) {
            case Outcome.Refused refused -> new Reply.Refused(refused.refusal());
            case Outcome.Granted granted ->
                route.answered(granted.permit(), Success.of(request.id(), LegacyForm.discovered(link.introduction())));
        };
    }

    private Reply call(
            Request request, LegacyLink link, Context context, TransportMetadata metadata, ClientChannel channel)
            throws JsonRefused {
        int level = LegacyForm.level(request);
        JsonNumber token = link.nextToken();
        Request judged = LegacyForm.request(request, token);
        Action action = action(judged, link, context, metadata);
        return switch (route.decider().decide(action, judged, context)) {
            case Outcome.Refused refused -> new Reply.Refused(refused.refusal());
            case Outcome.Granted granted -> {
                // A call that is parked holds no place: there are bounds for those that are.
                try (var _ = granted.permit().place()) {
                    link.wantLog(level, context);
                    yield follow(link.begin(token, new Call.Round(request, granted.permit(), channel, level)));
                }
            }
        };
    }

    /** The client comes back with answers, or at least with its state. */
    private Reply resume(Request request, Context context, TransportMetadata metadata, ClientChannel channel)
            throws JsonRefused {
        Call call = parking.take(
                request.params().get("requestState") instanceof JsonString text ? text.value() : "",
                LegacyForm.bond(request));
        boolean goesOn = false;
        try {
            int level = LegacyForm.level(request);
            // The retry is judged as a call of its own: the policy may have changed since the first.
            Action action = action(request, call.link(), context, metadata);
            switch (route.decider().decide(action, request, context)) {
                case Outcome.Refused refused -> {
                    return new Reply.Refused(refused.refusal());
                }
                case Outcome.Granted granted -> {
                    try (var _ = granted.permit().place()) {
                        call.resume(new Call.Round(request, granted.permit(), channel, level));
                        answer(call, LegacyForm.object(request.params(), "inputResponses"), context);
                        goesOn = true;
                        return follow(call);
                    }
                }
            }
        } finally {
            if (!goesOn) {
                abandon(call);
            }
        }
    }

    private Action action(Request judged, LegacyLink link, Context context, TransportMetadata metadata)
            throws JsonRefused {
        // In the client's era: a method that only the other one has is unknown.
        Action action = route.request(
                judged,
                Era.MODERN,
                name -> link.tools()
                        .find(name, judged, Era.LEGACY, context, link::upstream)
                        .withoutTask());
        RequestChecks.repeated(action, metadata);
        return action;
    }

    // What is not answered is asked once more.
    private static void answer(Call call, JsonObject answers, Context context) {
        for (Question question : call.link().questions().of(call)) {
            if (answers.get(question.key()) instanceof JsonObject answer
                    && call.link().questions().take(question)) {
                call.link().answer(question, answer, context);
            }
        }
    }

    private Reply follow(Call call) {
        try {
            while (true) {
                List<Question> asked = call.awaitQuestions();
                if (asked.isEmpty()) {
                    return ended(call);
                }
                Optional<Reply> question = present(call, asked);
                if (question.isPresent()) {
                    return question.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon(call);
            return new Reply.Refused(route.failed(
                    new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client went away"),
                    call.round().permit()));
        }
    }

    /** Answers with the questions and parks the call; empty where they cannot be asked, which the server was told. */
    private Optional<Reply> present(Call call, List<Question> asked) {
        JsonObject requests = JsonObject.EMPTY;
        for (Question question : asked) {
            requests = requests.with(question.key(), question.entry());
        }
        call.rest();
        Optional<String> state = parking.park(call);
        if (state.isPresent()) {
            JsonObject result = JsonObject.EMPTY
                    .with("resultType", "input_required")
                    .with("inputRequests", requests)
                    .with("requestState", state.get());
            if (route.answered(
                            call.round().permit(),
                            Success.of(call.round().asked().id(), result))
                    instanceof Reply.Answered answered) {
                return Optional.of(answered);
            }
            parking.remove(state.get());
        }
        call.resume(call.round());
        for (Question question : asked) {
            if (call.link().questions().take(question)) {
                call.link().unanswered(question, "too many calls wait for their client, or the question was withheld");
            }
        }
        return Optional.empty();
    }

    private Reply ended(Call call) {
        Permit permit = call.round().permit();
        Request asked = call.round().asked();
        call.link().end(call, true);
        try {
            Response response = call.outcome();
            call.link().tools().learn(permit, response);
            return route.answered(permit, answer(call, asked, response));
        } catch (UpstreamFailure failure) {
            return new Reply.Refused(route.failed(failure, permit));
        }
    }

    private Response answer(Call call, Request asked, Response response) throws UpstreamFailure {
        JsonObject elicitation = LegacyForm.object(call.link().clientCapabilities(), "elicitation");
        if (call.carries()
                && elicitation.get("url") != null
                && response instanceof Failure failure
                && LegacyForm.wantsVisit(failure)) {
            JsonObject visits = LegacyForm.visits(failure, route.ids().next(route.server()));
            if (!visits.members().isEmpty()) {
                // Nothing waits at the server: the client tries again when the person is back.
                return Success.of(
                        asked.id(),
                        JsonObject.EMPTY.with("resultType", "input_required").with("inputRequests", visits));
            }
        }
        return LegacyForm.response(asked, response);
    }

    private static void abandon(Call call) {
        call.cancel();
        call.link().end(call, false);
    }
}
