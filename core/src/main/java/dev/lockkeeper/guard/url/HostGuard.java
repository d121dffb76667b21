package dev.lockkeeper.guard.url;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;

/**
 * Judges a host name or an address, with a port or without, by the rules of {@link UrlGuard}: {@code example.com},
 * {@code example.com:5432}, {@code 198.51.100.7}, {@code 2606:4700::1111}, {@code [2606:4700::1111]:53}.
 *
 * <p>A fit host has the facts {@code host}, {@code port} if it has one, and {@code addresses} where they are known. A
 * listed host may always stand without a port. Thread-safe, if the resolver is.
 */
public final class HostGuard implements ValueGuard {

    private static final int LONGEST = 512;

    private final Destinations destinations;

    /**
     * @param resolver {@link Resolver#NONE} where names are not to be resolved
     * @throws IllegalArgumentException where the settings name a host, port or network that is none
     */
    public HostGuard(HostSettings settings, Resolver resolver) {
        this.destinations = new Destinations(settings.hosts(), settings.ports(), settings.addresses(), resolver);
    }

    @Override
    public Assessment judge(Json value) {
        return value instanceof JsonString host
                ? judge(host.value())
                : Assessment.unfit(Reason.ARGUMENT_TYPE, "Expected a text: a host such as example.com.");
    }

    @Override
    public Assessment judge(Json value, Lookups lookups) {
        Assessment refused = lookups.another();
        return refused == null ? judge(value) : refused;
    }

    /** Judges a host. Never throws. */
    public Assessment judge(String text) {
        if (text.length() > LONGEST) {
            return new Refusal(Problem.TOO_LONG, "A host has at most " + LONGEST + " characters.").ofHost();
        }
        int close = text.startsWith("[") ? text.indexOf(']') : 0;
        int colon = text.indexOf(':', Math.max(close, 0));
        if (close == 0 && colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            return judge("[" + text + "]", 0);
        }
        if (colon < 0) {
            return judge(text, 0);
        }
        int port = Port.of(text, colon + 1, text.length());
        return port < 0 ? new Refusal(Problem.AMBIGUOUS, Port.WORDS).ofHost() : judge(text.substring(0, colon), port);
    }

    private Assessment judge(String text, int port) {
        return switch (HostReader.read(text)) {
            case Host host -> judge(host, port);
            case Refusal refusal -> refusal.ofHost();
        };
    }

    private Assessment judge(Host host, int port) {
        Refusal refusal = destinations.refuse(host, port, 0);
        if (refusal != null) {
            return refusal.ofHost();
        }
        return switch (destinations.reach(host)) {
            case Reach.Addresses reach -> Assessment.fit(Destinations.facts(null, host, port, reach));
            case Refusal inside -> inside.ofHost();
        };
    }
}
