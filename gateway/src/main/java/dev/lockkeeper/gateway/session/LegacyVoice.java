package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a legacy server says by itself, brought to the modern requests that it belongs to: questions to calls that can
 * carry them, progress and log messages to calls that want them, changes to subscriptions.
 */
final class LegacyVoice implements UpstreamListener {

    private final Route route;
    private final LegacyLink link;

    LegacyVoice(Route route, LegacyLink link) {
        this.route = route;
        this.link = link;
    }

    @Override
    public void received(Message message, @Nullable Permit related) {
        switch (message) {
            case Request request -> question(request, related);
            case Notification notice -> notice(notice, related);
            case Response unexpected -> refused(new UpstreamFailure(Reason.RESULT_UNEXPECTED, "an answer to nothing"));
        }
    }

    @Override
    public void refused(UpstreamFailure failure) {
        route.decider()
                .refuse(
                        failure.reason(),
                        "A message of the server was refused.",
                        JsonObject.EMPTY
                                .with("server", route.server())
                                .with("cause", String.valueOf(failure.getMessage())));
    }

    @Override
    public void reopened() {
        link.tools().stale();
    }

    @Override
    public void closed(UpstreamFailure failure) {
        refused(failure);
        link.close();
    }

    private void question(Request request, @Nullable Permit related) {
        Optional<Call> certain = find(call -> call.sent(related) && call.carries());
        Call call = certain.or(() -> find(each -> each.attended() && each.carries()))
                .or(() -> find(Call::carries))
                .orElse(null);
        Context context = call == null ? link.context() : call.round().permit().context();
        Request modern = LegacyForm.question(request);
        switch (route.decider().relay(route.question(modern), modern, context)) {
            case RelayOutcome.Refused refused -> {
                if (refused.answer() != null) {
                    link.tell(refused.answer());
                }
            }
            case RelayOutcome.Released released -> {
                if (request.method().equals("ping")) {
                    pong(request, context);
                } else if (released.release().message() instanceof Request judged) {
                    put(judged, call, certain.isPresent());
                }
            }
        }
    }

    private void put(Request request, @Nullable Call call, boolean certain) {
        var question = new Question(
                request.id(),
                route.ids().next(route.server()),
                request.method(),
                request.params(),
                request.wire().length());
        if (!link.clientCan(question)) {
            link.unanswered(question, "the client did not declare that it can be asked this");
        } else if (!link.questions().add(question, call, certain)) {
            link.unanswered(question, "too many questions, or one id twice");
        } else if (call != null) {
            call.changed();
        }
    }

    private void pong(Request request, Context context) {
        Success pong = Success.of(request.id(), JsonObject.EMPTY);
        if (route.decider().decide(route.answer("ping", pong), pong, context) instanceof Outcome.Granted granted) {
            link.tell(granted.permit());
        }
    }

    private void notice(Notification notice, @Nullable Permit related) {
        switch (notice.method()) {
            case "notifications/progress" -> progress(notice);
            case "notifications/message" -> log(notice, related);
            case "notifications/resources/updated" ->
                changed(notice, notice.params().string("uri"));
            case "notifications/tools/list_changed" -> {
                link.tools().stale();
                changed(notice, null);
            }
            case "notifications/prompts/list_changed", "notifications/resources/list_changed" -> changed(notice, null);
            case "notifications/cancelled" -> withdrawn(notice.params().get("requestId"));
            // 2026-07-28 has no word for it: the client learns the outcome when it asks again.
            case "notifications/elicitation/complete" -> {}
            // Not delivered; judged so that it is on record.
            default -> route.decider().relay(route.upstreamNotice(notice), notice, link.context());
        }
    }

    private void progress(Notification notice) {
        Json token = notice.params().get("progressToken");
        find(call -> call.token().equals(token)).ifPresent(call -> {
            Json own = call.clientsToken();
            if (own != null) {
                send(call, Notification.of(notice.method(), notice.params().with("progressToken", own)));
            }
        });
    }

    private void log(Notification notice, @Nullable Permit related) {
        int level =
                notice.params().get("level") instanceof JsonString text ? LegacyForm.LEVELS.indexOf(text.value()) : -1;
        Predicate<Call> wants = call -> call.attended()
                && call.round().level() >= 0
                && level >= call.round().level();
        find(call -> call.sent(related))
                .map(Optional::of)
                .orElseGet(() -> find(wants))
                .filter(wants)
                .ifPresent(call -> send(call, notice));
    }

    private void changed(Notification notice, @Nullable String uri) {
        for (Following following : link.followings()) {
            if (uri == null ? following.wantsList(notice.method()) : following.follows(uri)) {
                Notification own = LegacyForm.subscribed(
                        notice.method(), notice.params(), following.request().id());
                if (route.decider().relay(route.upstreamNotice(own), own, following.context())
                        instanceof RelayOutcome.Released released) {
                    following.tell(released.release());
                }
            }
        }
    }

    private void withdrawn(@Nullable Json id) {
        if (id instanceof JsonString || id instanceof JsonNumber) {
            link.questions().withdraw(new RequestId(id));
        }
    }

    private void send(Call call, Notification notice) {
        if (route.decider()
                        .relay(
                                route.upstreamNotice(notice),
                                notice,
                                call.round().permit().context())
                instanceof RelayOutcome.Released released) {
            call.send(released.release());
        }
    }

    private Optional<Call> find(Predicate<Call> wanted) {
        return link.calls().stream().filter(wanted).findFirst();
    }
}
