package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one subscription by which a legacy client hears of a modern server's changes: replaced whenever what the client
 * subscribed to changes, and begun again when the server ends it. Thread-safe; holds no lock while it asks or waits.
 */
final class Watch {

    private static final int MOST_RESOURCES = 256;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Route route;
    private final Upstream upstream;
    private final JsonObject meta;
    private final JsonObject lists;
    private final Supplier<Context> context;
    private final TreeSet<String> uris = new TreeSet<>();
    private long asked;
    private @Nullable Stream current;
    private final Map<Permit, Stream> coming = new ConcurrentHashMap<>();
    private Duration pause = FIRST_PAUSE;
    private boolean closed;

    /** One {@code subscriptions/listen} and what the server promised to tell; equal only to itself. */
    private static final class Stream {

        private final Permit permit;
        private final long number;
        private final CompletableFuture<JsonObject> acknowledged = new CompletableFuture<>();
        private volatile @Nullable Errand errand;

        private Stream(Permit permit, long number) {
            this.permit = permit;
            this.number = number;
        }

        private void cancel() {
            Errand running = errand;
            if (running != null) {
                running.cancel();
            }
        }
    }

    /** @param capabilities the server's */
    Watch(Route route, Upstream upstream, JsonObject meta, JsonObject capabilities, Supplier<Context> context) {
        this.route = route;
        this.upstream = upstream;
        this.meta = meta;
        this.context = context;
        JsonObject offered = JsonObject.EMPTY;
        for (Map.Entry<String, String> list : Following.LISTS.entrySet()) {
            String kind = list.getKey().split("/", -1)[1];
            if (LegacyForm.object(capabilities, kind).get("listChanged") == JsonBoolean.TRUE) {
                offered = offered.with(list.getValue(), JsonBoolean.TRUE);
            }
        }
        this.lists = offered;
    }

    /** Listens to what the server offers to tell without being asked. */
    void start() {
        if (!lists.members().isEmpty()) {
            Later.run(Duration.ZERO, this::again);
        }
    }

    /** Adds a resource; a refusal where the policy or the server does not let it be followed. */
    Optional<Refusal> follow(String uri) throws JsonRefused {
        synchronized (this) {
            if (uris.size() >= MOST_RESOURCES) {
                throw new JsonRefused(
                        Reason.PARAMS_INVALID, "At most " + MOST_RESOURCES + " resources can be subscribed to.");
            }
            if (!uris.add(uri)) {
                return Optional.empty();
            }
        }
        boolean followed = false;
        try {
            Renewal renewal = renew();
            followed = renewal.refusal().isEmpty() && renewal.follows(uri);
            return followed || renewal.refusal().isPresent()
                    ? renewal.refusal()
                    : Optional.of(route.refuse(
                            Reason.METHOD_UNKNOWN,
                            "The server does not tell of changes of this resource.",
                            "resources/subscribe",
                            "the acknowledgement leaves it out"));
        } finally {
            if (!followed) {
                forget(uri);
            }
        }
    }

    void unfollow(String uri) throws JsonRefused {
        if (forget(uri)) {
            var _ = renew();
        }
    }

    synchronized boolean follows(@Nullable String uri) {
        return uri != null && uris.contains(uri);
    }

    /** Takes the acknowledgement of the subscription that this permit asked for. */
    void acknowledged(@Nullable Permit permit, Notification notice) {
        Stream stream = permit == null ? null : coming.get(permit);
        if (stream != null) {
            synchronized (this) {
                pause = FIRST_PAUSE;
            }
            stream.acknowledged.complete(LegacyForm.object(notice.params(), "notifications"));
        }
    }

    /** The server ended the subscription that has this id. */
    void ended(@Nullable Json id) {
        Stream stream;
        synchronized (this) {
            stream = current;
        }
        if (stream != null && ((Request) stream.permit.message()).id().value().equals(id)) {
            stream.cancel();
        }
    }

    void close() {
        Stream running;
        synchronized (this) {
            closed = true;
            running = current;
        }
        if (running != null) {
            running.cancel();
        }
    }

    /** What became of asking for everything that is followed now; the filter is null where there was no need to ask. */
    private record Renewal(
            Optional<Refusal> refusal, @Nullable JsonObject honoured) {

        private boolean follows(String uri) {
            JsonArray resources = honoured == null ? null : honoured.array("resourceSubscriptions");
            return resources != null && resources.items().contains(new JsonString(uri));
        }
    }

    private Renewal renew() throws JsonRefused {
        JsonObject filter;
        long number;
        synchronized (this) {
            filter = uris.isEmpty() ? lists : lists.with("resourceSubscriptions", JsonArray.ofStrings(uris));
            number = ++asked;
        }
        if (filter.members().isEmpty()) {
            replace(null, number);
            return new Renewal(Optional.empty(), null);
        }
        Request listen = Request.of(
                route.ids().nextId(route.server()),
                "subscriptions/listen",
                JsonObject.EMPTY.with("notifications", filter).with("_meta", meta));
        return switch (route.decider().decide(route.request(listen, Era.MODERN), listen, context.get())) {
            case Outcome.Refused refused -> new Renewal(Optional.of(refused.refusal()), null);
            case Outcome.Granted granted -> new Renewal(Optional.empty(), open(new Stream(granted.permit(), number)));
        };
    }

    /** The filter that the server acknowledged, empty where it did not in time. */
    private JsonObject open(Stream stream) {
        coming.put(stream.permit, stream);
        Errand errand = Errand.start(upstream, stream.permit, () -> over(stream));
        stream.errand = errand;
        JsonObject honoured = JsonObject.EMPTY;
        try {
            honoured = stream.acknowledged.get(route.bridge().probe().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // The stream may still come to life; nothing is promised of it.
        } finally {
            coming.remove(stream.permit);
        }
        replace(stream, stream.number);
        if (errand.over()) {
            over(stream);
        }
        return honoured;
    }

    // The newest request for a subscription holds, in whatever order they are acknowledged.
    private void replace(@Nullable Stream stream, long number) {
        Stream useless;
        synchronized (this) {
            if (closed || current != null && current.number > number) {
                useless = stream;
            } else {
                useless = current;
                current = stream;
            }
        }
        if (useless != null) {
            useless.cancel();
        }
    }

    private synchronized boolean forget(String uri) {
        return uris.remove(uri);
    }

    private void over(Stream stream) {
        stream.acknowledged.cancel(false);
        Duration wait;
        synchronized (this) {
            if (closed || current != stream) {
                return;
            }
            current = null;
            wait = pause;
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
        Later.run(wait, this::again);
    }

    private void again() {
        synchronized (this) {
            if (closed || current != null) {
                return;
            }
        }
        try {
            var _ = renew();
        } catch (JsonRefused e) {
            // On record; the client is not told of changes any more.
        }
    }
}
