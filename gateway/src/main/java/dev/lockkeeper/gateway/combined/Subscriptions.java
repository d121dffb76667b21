package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code subscriptions/listen} at all servers: one stream to the client, one subscription at each server it concerns. */
final class Subscriptions {

    static final String METHOD = "subscriptions/listen";

    private static final List<String> NOTIFICATIONS = List.of("params", "notifications");
    private static final List<String> FLAGS = List.of("toolsListChanged", "promptsListChanged", "resourcesListChanged");
    static final String URIS = "resourceSubscriptions";
    private static final int MOST_URIS = 1_000;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Members members;
    private final Resources resources;
    private final Decider decider;
    private final Caller caller;
    private final Duration wait;
    private final Clock clock;
    /** Who waits in which subscription. */
    private final Map<Thread, RequestId> open = new HashMap<>();

    Subscriptions(Members members, Resources resources, Decider decider, Caller caller, Duration wait, Clock clock) {
        this.members = members;
        this.resources = resources;
        this.decider = decider;
        this.caller = caller;
        this.wait = wait;
        this.clock = clock;
    }

    /** Until the client ends it, or every server did. */
    Reply listen(Request request, Asking asking) throws JsonRefused, InterruptedException {
        Map<Member, JsonObject> parts = parts(request, asking);
        if (!parts.isEmpty()) {
            enter(request.id());
            var context = new Context(
                    caller, Client.UNKNOWN, clock.instant(), asking.metadata().selection(), Set.of());
            try {
                listen(
                        request,
                        asking,
                        parts,
                        new Acknowledgement(request, parts.keySet(), asking.channel(), decider, context));
            } finally {
                leave();
            }
        }
        return new Reply.Own(Success.of(
                request.id(),
                JsonObject.EMPTY
                        .with("resultType", "complete")
                        .with(
                                "_meta",
                                JsonObject.EMPTY.with(
                                        Acknowledgement.SUBSCRIPTION,
                                        request.id().value()))));
    }

    private synchronized void enter(RequestId id) {
        open.put(Thread.currentThread(), id);
    }

    private synchronized void leave() {
        open.remove(Thread.currentThread());
    }

    /** Ends the one subscription of this id; false where there is none. Of several, nobody knows which is meant. */
    synchronized boolean cancel(@Nullable Json id) {
        List<Thread> meant = open.entrySet().stream()
                .filter(entry -> entry.getValue().value().equals(id))
                .map(Map.Entry::getKey)
                .toList();
        if (meant.size() == 1) {
            meant.getFirst().interrupt();
        }
        return !meant.isEmpty();
    }

    private void listen(Request request, Asking asking, Map<Member, JsonObject> parts, Acknowledgement first)
            throws InterruptedException {
        Thread patience = Thread.startVirtualThread(() -> {
            try {
                first.completeAfter(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            Members.each(List.copyOf(parts.keySet()), FOREVER, member -> {
                try {
                    Request part = part(request, parts.getOrDefault(member, JsonObject.EMPTY));
                    return member.ask(part, asking.through(first.channelOf(member)));
                } catch (Unavailable e) {
                    return new Reply.Refused(e.refusal());
                } finally {
                    first.settled(member);
                }
            });
        } finally {
            patience.interrupt();
        }
    }

    private Map<Member, JsonObject> parts(Request request, Asking asking) throws JsonRefused, InterruptedException {
        JsonObject wanted = request.params().object("notifications");
        JsonObject everywhere = JsonObject.EMPTY;
        for (String flag : FLAGS) {
            if (wanted != null && wanted.get(flag) == JsonBoolean.TRUE) {
                everywhere = everywhere.with(flag, JsonBoolean.TRUE);
            }
        }
        Map<Member, List<Json>> uris = new LinkedHashMap<>();
        for (String uri : uris(wanted)) {
            uris.computeIfAbsent(resources.owner(uri, request, asking), member -> new ArrayList<>())
                    .add(new JsonString(uri));
        }
        Map<Member, JsonObject> parts = new LinkedHashMap<>();
        for (Member member : everywhere.members().isEmpty() ? uris.keySet() : Set.copyOf(members.all())) {
            List<Json> own = uris.get(member);
            parts.put(member, own == null ? everywhere : everywhere.with(URIS, new JsonArray(own)));
        }
        return parts;
    }

    private static List<String> uris(@Nullable JsonObject wanted) throws JsonRefused {
        Json named = wanted == null ? null : wanted.get(URIS);
        List<String> uris = new ArrayList<>();
        if (named == null) {
            return uris;
        }
        if (!(named instanceof JsonArray array) || array.items().size() > MOST_URIS) {
            throw invalid();
        }
        for (Json each : array.items()) {
            if (!(each instanceof JsonString text)) {
                throw invalid();
            }
            uris.add(text.value());
        }
        return uris;
    }

    private static JsonRefused invalid() {
        return new JsonRefused(
                Reason.PARAMS_INVALID,
                "The member notifications." + URIS + " must be an array of at most " + MOST_URIS + " strings.");
    }

    private static Request part(Request request, JsonObject notifications) {
        return new Request(
                request.id(),
                METHOD,
                request.params().with("notifications", notifications),
                WireEdit.put(request.wire(), NOTIFICATIONS, notifications));
    }
}
