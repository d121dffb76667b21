package dev.lockkeeper.gateway.session;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the definition a call is judged by. Where the client has not listed the tools yet, the gateway lists them in
 * the client's name, with permits like any other request.
 */
final class ToolLookup {

    private static final int MOST_PAGES = 100;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final String server;
    private final Decider decider;
    private final Listings listings;
    private final SessionSettings settings;
    private final Clock clock;
    private final ToolInventory inventory = new ToolInventory();
    private final ReentrantLock listing = new ReentrantLock();

    /** Opens the upstream when it is needed. */
    @FunctionalInterface
    interface Opener {
        Upstream open() throws UpstreamFailure;
    }

    ToolLookup(String server, Decider decider, Listings listings, SessionSettings settings, Clock clock) {
        this.server = server;
        this.decider = decider;
        this.listings = listings;
        this.settings = settings;
        this.clock = clock;
    }

    ToolDefinition find(String name, Request call, Era era, Context context, Opener opener) throws JsonRefused {
        if (era == Era.LEGACY) {
            Optional<ToolDefinition> known = inventory.find(name);
            if (known.isPresent() && !inventory.isAmbiguous(name)) {
                return known.get();
            }
        }
        if (!inventory.isComplete(clock.instant())) {
            listing.lock();
            try {
                if (!inventory.isComplete(clock.instant())) {
                    listAll(call, era, context, opener);
                }
            } finally {
                listing.unlock();
            }
        }
        if (inventory.isAmbiguous(name)) {
            throw new JsonRefused(
                    Reason.TOOL_AMBIGUOUS, "The server lists two tools under this name, so neither can be called.");
        }
        return inventory.find(name).orElseGet(() -> ToolDefinition.unlisted(name));
    }

    /** Takes what an answer to {@code tools/list} shows, before anything is filtered from it. */
    void learn(Permit permit, Response response) {
        if (permit.action() instanceof Listing list
                && list.kind() == Listing.Kind.TOOLS
                && response instanceof Success success) {
            record(inventory.learn(success.result()));
        }
    }

    /** The server says that its tools changed. */
    void stale() {
        inventory.stale();
    }

    private void listAll(Request call, Era era, Context context, Opener opener) throws JsonRefused {
        Set<String> named = new HashSet<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonObject params =
                    era == Era.MODERN ? JsonObject.EMPTY.with("_meta", carried(call.meta())) : JsonObject.EMPTY;
            params = cursor == null ? params : params.with("cursor", cursor);
            var id = new RequestId(new JsonString("lockkeeper-tools-" + page));
            JsonObject result = list(Request.of(id, "tools/list", params), context, opener);
            names(result, named);
            cursor = result.string("nextCursor");
            if (cursor == null) {
                Duration age = era == Era.MODERN ? settings.listingAge() : FOREVER;
                record(inventory.completed(named, clock.instant().plus(age)));
                return;
            }
        }
        throw new JsonRefused(Reason.UPSTREAM_PROTOCOL, "The server's list of tools does not end.");
    }

    private JsonObject list(Request request, Context context, Opener opener) throws JsonRefused {
        var action = new Listing(server, Listing.Kind.TOOLS, request.params());
        switch (decider.decide(action, request, context)) {
            case Outcome.Refused refused ->
                throw new JsonRefused(
                        refused.refusal().reason(), refused.refusal().message());
            case Outcome.Granted granted -> {
                try {
                    Response response = opener.open().forward(granted.permit());
                    if (response instanceof Success success) {
                        record(inventory.learn(success.result()));
                        return success.result();
                    }
                } catch (UpstreamFailure failure) {
                    throw new JsonRefused(failure.reason(), FailureText.of(failure.reason()));
                }
            }
        }
        throw new JsonRefused(Reason.TOOL_UNKNOWN, "The server does not list its tools, so none can be called.");
    }

    // The client's own words about itself go along; its selection and its progress token do not.
    private static JsonObject carried(JsonObject meta) {
        return meta.without(ClientProfile.SELECT_KEY).without("progressToken");
    }

    private static void names(JsonObject result, Set<String> named) {
        JsonArray tools = result.array("tools");
        if (tools == null) {
            return;
        }
        for (Json entry : tools.items()) {
            ToolDefinition tool = entry instanceof JsonObject object ? ToolDefinition.of(object) : null;
            if (tool != null) {
                named.add(tool.name());
            }
        }
    }

    private void record(ToolInventory.Change change) {
        JsonObject changed = JsonObject.EMPTY;
        for (ToolDefinition tool : change.tools()) {
            changed = listings.changed(server, tool) ? changed.with(tool.name(), tool.digest()) : changed;
        }
        for (String name : change.gone()) {
            changed = listings.gone(server, name) ? changed.with(name, JsonNull.NULL) : changed;
        }
        if (changed.members().isEmpty()) {
            return;
        }
        try {
            decider.note(
                    "listing",
                    JsonObject.EMPTY
                            .with("server", server)
                            .with("tools", changed)
                            .with("seen", Instant.now(clock).toString()));
        } catch (JournalUnavailable e) {
            // The next decision cannot be recorded either, and is refused for it.
        }
    }
}
