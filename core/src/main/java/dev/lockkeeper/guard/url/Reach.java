package dev.lockkeeper.guard.url;

import java.util.List;

/** What is at the end of a host. */
sealed interface Reach permits Reach.Addresses, Refusal {

    /** Addresses that may all be reached; none where names are not resolved. */
    record Addresses(List<IpAddress> addresses) implements Reach {}
}
