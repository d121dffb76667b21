package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Request;
import org.jspecify.annotations.Nullable;

/**
 * How a request is asked of the servers it concerns.
 *
 * @param channel to the client, for what comes before the answer
 * @param greeting how the client began; null where requests stand alone
 */
record Asking(
        Era era,
        TransportMetadata metadata,
        ClientChannel channel,
        @Nullable Greeting greeting) {

    /** The parameters of a request that the gateway makes on behalf of this one. */
    JsonObject carried(Request request) {
        return era == Era.MODERN
                ? JsonObject.EMPTY.with("_meta", request.meta().without("progressToken"))
                : JsonObject.EMPTY;
    }

    /** The same, with what comes before the answer going elsewhere. */
    Asking through(ClientChannel other) {
        return new Asking(era, metadata, other, greeting);
    }

    /** The same, with nobody to take what comes before the answer. */
    Asking quietly() {
        return through(Member.NOWHERE);
    }
}
