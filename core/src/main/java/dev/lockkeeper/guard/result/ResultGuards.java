package dev.lockkeeper.guard.result;

import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.secret.SecretGuard;
import java.util.ArrayList;
import java.util.List;

/** The guards of answers in the order in which they judge: each sees what those before it left. */
public final class ResultGuards {

    /** Their names, in this order. */
    public static final List<String> NAMES = List.of(
            "result-size", "result-hidden-text", "result-blobs", "result-secrets", "result-errors", "result-links");

    private ResultGuards() {}

    /**
     * Sizes, hidden text, blobs, secrets, errors, links. What is hidden goes first of what is changed, so that it splits
     * no secret and no link, and no word that says what a blob is. Secrets go before errors, so that a part of one is not taken for a path and the rest shown;
     * errors before links, so that a frame of a stack trace that holds an address is still seen to be one, and what a
     * mark makes a link of is judged.
     *
     * @param hidden what counts as hidden text
     * @param secrets what is done about secrets and personal data
     * @param urls judges the links that a person could follow, without resolving names
     * @throws IllegalArgumentException when the settings make no sense
     */
    public static List<ResultGuard> of(
            ResultSettings settings, HiddenText hidden, SecretGuard secrets, ValueGuard urls) {
        return of(settings, hidden, secrets, urls, urls);
    }

    /**
     * The same, for a server whose redirects lead only to certain places.
     *
     * @param redirects judges where an answer says that the server was sent on to, without resolving names
     * @throws IllegalArgumentException when the settings make no sense
     */
    public static List<ResultGuard> of(
            ResultSettings settings, HiddenText hidden, SecretGuard secrets, ValueGuard urls, ValueGuard redirects) {
        List<ResultGuard> guards = new ArrayList<>();
        guards.add(new SizeGuard(settings.size()));
        guards.add(new HiddenTextGuard(hidden, settings.hiddenText()));
        guards.add(new BlobGuard(settings.blobs()));
        guards.add(new SecretResultGuard(secrets));
        guards.add(new ErrorTextGuard());
        guards.add(new LinkGuard(settings.links(), urls, redirects));
        return List.copyOf(guards);
    }
}
