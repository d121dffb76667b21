package dev.lockkeeper.guard.url;

import java.util.List;

/** Finds the addresses of a host name. Implementations are thread-safe and answer, or give up, within a bounded time. */
@FunctionalInterface
public interface Resolver {

    /** Resolves nothing: names are judged by their form and by the lists only, and a decision holds no addresses. */
    Resolver NONE = host -> {
        throw new ResolutionFailed("names are not resolved here");
    };

    /**
     * All addresses of the name, as a connection to it would choose from.
     *
     * @param host an ASCII name in lower case, without a dot at its end; never an address
     * @return addresses of 4 or 16 bytes in network order; a name without any is refused
     * @throws ResolutionFailed where they cannot be had in time
     */
    List<byte[]> addresses(String host) throws ResolutionFailed;
}
