package dev.lockkeeper.gateway.session;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the definition a call is judged by. Where the client has not listed the tools yet, the gateway lists them in
 * the client's name, with permits like any other request.
 */
final class ToolLookup {

    private static final int MOST_PAGES = 100;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration FOREVER = Duration.ofDays(365);

    private final String server;
    private final Decider decider;
    private final Listings listings;
    private final Consumer<ToolDefinition> listed;
    private final SessionSettings settings;
    private final Clock clock;
    private final Lazy<ToolInventory> inventory = new Lazy<>(ToolInventory::new);

    /** Opens the upstream when it is needed. */
    @FunctionalInterface
    interface Opener {
        Upstream open() throws UpstreamFailure;
    }

    ToolLookup(
            String server,
            Decider decider,
            Listings listings,
            Consumer<ToolDefinition> listed,
            SessionSettings settings,
            Clock clock) {
        this.listed = listed;
        this.server = server;
        this.decider = decider;
        this.listings = listings;
        this.settings = settings;
        this.clock = clock;
    }

    ToolDefinition find(String name, Request call, Era era, Context context, Opener opener) throws JsonRefused {
        if (!complete()) {
            complete(call, era, context, opener);
        }
        ToolInventory seen = inventory.get();
        if (seen.isAmbiguous(name)) {
            throw new JsonRefused(
                    Reason.TOOL_AMBIGUOUS, "The server lists two tools under this name, so neither can be called.");
        }
        return seen.find(name).orElseGet(() -> ToolDefinition.unlisted(name));
    }

    private void complete(Request call, Era era, Context context, Opener opener) throws JsonRefused {
        try {
            if (!inventory.get().listing().tryLock(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new JsonRefused(Reason.UPSTREAM_TIMEOUT, "The server does not list its tools in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JsonRefused(Reason.UPSTREAM_CANCELLED, "The request was cancelled.");
        }
        try {
            if (!complete()) {
                listAll(call, era, context, opener);
            }
        } finally {
            inventory.get().listing().unlock();
        }
    }

    /** Takes what the answer to a listing shows, before anything is filtered from it. */
    void learn(Permit permit, Response response) {
        if (!(permit.action() instanceof Listing list) || !(response instanceof Success success)) {
            return;
        }
        if (list.kind() == Listing.Kind.TOOLS) {
            learn((Request) permit.message(), success, era(permit));
        } else {
            record(list.kind(), success.result());
        }
    }

    /** The server says that its tools changed. */
    void stale() {
        ToolInventory seen = inventory.made();
        if (seen != null) {
            seen.stale();
        }
    }

    private boolean complete() {
        ToolInventory seen = inventory.made();
        return seen != null && seen.isComplete(clock.instant());
    }

    private static Era era(Permit permit) {
        return permit.message() instanceof Request request && request.meta().get(ClientProfile.VERSION_KEY) != null
                ? Era.MODERN
                : Era.LEGACY;
    }

    private void learn(Request asked, Success answer, Era era) {
        // A legacy server tells when its list changes; a modern one only to who listens.
        Instant until = clock.instant().plus(era == Era.MODERN ? settings.listingAge() : FOREVER);
        record(inventory
                .get()
                .learn(
                        answer.result(),
                        asked.params().string("cursor"),
                        answer.wire().length(),
                        until));
    }

    private void listAll(Request call, Era era, Context context, Opener opener) throws JsonRefused {
        String cursor = null;
        // INVARIANT: bounded for all pages together, for whoever calls a tool meanwhile waits for them.
        Instant deadline = clock.instant().plus(LONGEST);
        for (int page = 0; page < MOST_PAGES && clock.instant().isBefore(deadline); page++) {
            JsonObject params =
                    era == Era.MODERN ? JsonObject.EMPTY.with("_meta", carried(call.meta())) : JsonObject.EMPTY;
            params = cursor == null ? params : params.with("cursor", cursor);
            var id = new RequestId(new JsonString("lockkeeper-tools-" + page));
            cursor = list(Request.of(id, "tools/list", params), era, context, opener, deadline)
                    .string("nextCursor");
            if (cursor == null) {
                return;
            }
        }
        throw new JsonRefused(Reason.UPSTREAM_PROTOCOL, "The server's list of tools does not end.");
    }

    private JsonObject list(Request request, Era era, Context context, Opener opener, Instant deadline)
            throws JsonRefused {
        var action = new Listing(server, Listing.Kind.TOOLS, request.params());
        switch (decider.decide(action, request, context)) {
            case Outcome.Refused refused ->
                throw new JsonRefused(
                        refused.refusal().reason(), refused.refusal().message());
            case Outcome.Granted granted -> {
                try {
                    Response response = Errand.start(opener.open(), granted.permit(), () -> {})
                            .await(Duration.between(clock.instant(), deadline));
                    // The answer is judged and recorded like any other, though it goes no further than here.
                    if (decider.release(granted.permit(), response) instanceof ReleaseOutcome.Withheld withheld) {
                        throw new JsonRefused(
                                withheld.refusal().reason(), withheld.refusal().message());
                    }
                    if (response instanceof Success success) {
                        learn(request, success, era);
                        return success.result();
                    }
                } catch (UpstreamFailure failure) {
                    throw new JsonRefused(failure.reason(), FailureText.of(failure));
                }
            }
        }
        throw new JsonRefused(Reason.TOOL_UNKNOWN, "The server does not list its tools, so none can be called.");
    }

    // The client's own words about itself go along; its selection and its progress token do not.
    private static JsonObject carried(JsonObject meta) {
        return meta.without(ClientProfile.SELECT_KEY).without("progressToken");
    }

    private void record(ToolInventory.Change change) {
        var changed = JsonObject.builder();
        for (ToolDefinition tool : change.tools()) {
            if (listings.changed(server, Listing.Kind.TOOLS, tool.name(), tool.digest())) {
                listed.accept(tool);
                changed.put(tool.name(), tool.digest());
            }
        }
        for (String name : change.gone()) {
            if (listings.gone(server, Listing.Kind.TOOLS, name)) {
                changed.put(name, JsonNull.NULL);
            }
        }
        note(Listing.Kind.TOOLS, changed.build());
    }

    private void record(Listing.Kind kind, JsonObject result) {
        JsonArray entries = result.array(kind.member());
        var changed = JsonObject.builder();
        for (Json entry : entries == null ? List.<Json>of() : entries.items()) {
            String name = entry instanceof JsonObject object ? name(object) : null;
            String digest = CanonicalJson.digest(entry);
            if (name != null && listings.changed(server, kind, name, digest)) {
                changed.put(name, digest);
            }
        }
        note(kind, changed.build());
    }

    private static @Nullable String name(JsonObject entry) {
        for (String member : List.of("uri", "uriTemplate", "name")) {
            if (entry.string(member) != null) {
                return entry.string(member);
            }
        }
        return null;
    }

    private void note(Listing.Kind kind, JsonObject changed) {
        if (changed.members().isEmpty()) {
            return;
        }
        try {
            decider.note("listing", JsonObject.EMPTY.with("server", server).with(kind.member(), changed));
        } catch (JournalUnavailable e) {
            // The next decision cannot be recorded either, and is refused for it.
        }
    }
}
