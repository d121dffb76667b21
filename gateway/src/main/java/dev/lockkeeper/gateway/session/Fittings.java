package dev.lockkeeper.gateway.session;

import dev.lockkeeper.guard.Context;
import java.util.function.Supplier;

/**
 * What a session has of its own, whichever era its server speaks.
 *
 * @param voice brings to the client what the server says by itself
 * @param context of what belongs to no request
 */
record Fittings(ToolLookup tools, Flights flights, Listener listener, ServerVoice voice, Supplier<Context> context) {}
