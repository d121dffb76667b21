package dev.lockkeeper.guard.url;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges absolute URLs: that all parsers read them alike (RFC 3986 without recovery, and nothing that WHATWG reads in
 * another way), that scheme, host and port are permitted, that no address of the host is one that nobody outside has
 * business with (RFC 6890), and that no URL within the URL leads to such a one.
 *
 * <p>A fit URL has the facts {@code scheme}, {@code host} in its ASCII form or as an address without brackets,
 * {@code port}, and {@code addresses}, an array of texts, where they are known: a connection to any other address is not
 * what was judged. Without a resolver a name is judged by its form and by the lists only, and whoever connects must
 * refuse addresses that are not public.
 *
 * <p>Thread-safe, if the resolver is. A call takes time in proportion to the length of the URL, and that of the resolver.
 */
public final class UrlGuard implements ValueGuard {

    private final Set<Scheme> schemes = EnumSet.noneOf(Scheme.class);
    private final Destinations destinations;
    private final NestedUrls nested;
    private final int most;

    /**
     * @param resolver {@link Resolver#NONE} where names are not to be resolved
     * @throws IllegalArgumentException where the settings name a scheme, host, port or network that is none; the message
     *     is for the operator
     */
    public UrlGuard(UrlSettings settings, Resolver resolver) {
        for (String text : settings.schemes()) {
            Scheme scheme = Scheme.at(text, 0, text.length());
            if (scheme == null) {
                throw new IllegalArgumentException("The scheme " + text
                        + " cannot be permitted: parsers agree on the host of https, http, wss, ws and ftp only.");
            }
            schemes.add(scheme);
        }
        if (settings.most() < 1) {
            throw new IllegalArgumentException("A URL has at least one character, so most is 1 or more.");
        }
        this.destinations = new Destinations(settings.hosts(), settings.ports(), settings.addresses(), resolver);
        this.nested = new NestedUrls(destinations);
        this.most = settings.most();
    }

    @Override
    public Assessment judge(Json value) {
        return value instanceof JsonString url
                ? judge(url.value())
                : Assessment.unfit(Reason.ARGUMENT_TYPE, "Expected a text: a URL such as https://example.com/page.");
    }

    @Override
    public Assessment judge(Json value, Lookups lookups) {
        Assessment refused = lookups.another();
        return refused == null ? judge(value) : refused;
    }

    /** Judges a URL that is no argument: the target of a redirect, a link or an image of a result. Never throws. */
    public Assessment judge(String url) {
        if (url.length() > most) {
            return new Refusal(Problem.TOO_LONG, "A URL has at most " + most + " characters here.").ofUrl();
        }
        return switch (UrlReader.read(url)) {
            case Url read -> judge(read);
            case Refusal refusal -> refusal.ofUrl();
        };
    }

    private Assessment judge(Url url) {
        Refusal refusal = refuse(url);
        if (refusal != null) {
            return refusal.ofUrl();
        }
        return switch (destinations.reach(url.host())) {
            case Reach.Addresses reach ->
                Assessment.fit(Destinations.facts(url.scheme(), url.host(), url.port(), reach));
            case Refusal inside -> inside.ofUrl();
        };
    }

    private @Nullable Refusal refuse(Url url) {
        Refusal refusal =
                destinations.refuse(url.host(), url.port(), url.scheme().port());
        if (refusal != null) {
            return refusal;
        }
        if (!schemes.contains(url.scheme())) {
            return new Refusal(Problem.SCHEME, "The scheme of the URL is not permitted here.");
        }
        return nested.leadInside(url.rest())
                ? new Refusal(
                        Problem.NESTED,
                        "Within the URL is another one that leads to an address which is not public, or that is encoded"
                                + " too often to tell.")
                : null;
    }
}
