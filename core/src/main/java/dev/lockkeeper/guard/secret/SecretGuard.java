package dev.lockkeeper.guard.secret;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.secret.Kind;
import dev.lockkeeper.secret.PersonalDetector;
import dev.lockkeeper.secret.Placeholder;
import dev.lockkeeper.secret.SecretDetector;
import dev.lockkeeper.secret.SecretNames;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps secrets and personal data from passing. Judges any value, of whatever type, with all texts in it and the names
 * that these have. Arguments are refused or pass as they are; results pass, or are changed, or are withheld. Time is
 * linear in the size of the value. Immutable and thread-safe.
 */
public final class SecretGuard implements ValueGuard {

    private static final int MOST_CAUSES = 10;

    private final Finder finder;
    private final Treatments arguments;
    private final Treatments results;
    private final Placeholder placeholders;

    /**
     * @param key from which placeholders are made: at least 16 random bytes that stay secret; the same key for as long as
     *     the same secret is to have the same placeholder
     * @throws IllegalArgumentException when the settings name a kind or a country that is not known, or the key is short
     */
    public SecretGuard(SecretSettings settings, byte[] key) {
        this.arguments = new Treatments(settings, Directions::arguments, Treatment.DENY);
        this.results = new Treatments(settings, Directions::results, Treatment.REDACT);
        this.placeholders = new Placeholder(key);
        var names = new SecretNames(Set.copyOf(settings.names()), Set.copyOf(settings.exempt()));
        Set<String> locales = Set.copyOf(settings.locales());
        this.finder = new Finder(new SecretDetector(names), new PersonalDetector(locales));
    }

    /** Whether an argument may be forwarded, for a task without labels. */
    @Override
    public Assessment judge(Json value) {
        return judge(value, Set.of());
    }

    /**
     * Whether an argument may be forwarded.
     *
     * @param labels what the caller's task has touched so far
     */
    public Assessment judge(Json value, Set<String> labels) {
        Treatments.Effective effective = arguments.with(labels);
        if (effective.isNothing()) {
            return Assessment.fit();
        }
        var sweep = new Sweep(finder, effective, placeholders);
        sweep.walk(value);
        List<Found> found = sweep.found();
        return found.isEmpty()
                ? Assessment.fit()
                : Assessment.unfit(reason(found, true), message("argument", found), cause(found));
    }

    /** What of a result may reach the caller, for a task without labels. */
    public Screening screen(Json value) {
        return screen(value, Set.of());
    }

    /**
     * What of a result may reach the caller.
     *
     * @param labels what the caller's task has touched so far
     */
    public Screening screen(Json value, Set<String> labels) {
        Treatments.Effective effective = results.with(labels);
        if (effective.isNothing()) {
            return Screening.Clean.CLEAN;
        }
        var sweep = new Sweep(finder, effective, placeholders);
        Json changed = sweep.walk(value);
        List<Found> found = sweep.found();
        return switch (sweep.strictest()) {
            case ALLOW -> Screening.Clean.CLEAN;
            case REDACT -> new Screening.Redacted(changed, reason(found, false), found);
            case DENY -> new Screening.Withheld(reason(found, true), message("result", found), found);
        };
    }

    private static Reason reason(List<Found> found, boolean refused) {
        boolean secret = found.stream().anyMatch(one -> one.kind().group() == Kind.Group.SECRET);
        if (refused) {
            return secret ? Reason.SECRET_FOUND : Reason.PERSONAL_FOUND;
        }
        return secret ? Reason.SECRET_REDACTED : Reason.PERSONAL_REDACTED;
    }

    private static String message(String what, List<Found> found) {
        Found first = found.getFirst();
        String where = first.pointer().isEmpty() ? "" : " at " + first.pointer();
        String more = found.size() == 1 ? "" : ", and more like it elsewhere";
        return "The " + what + " holds what looks like " + first.kind().words() + where + more
                + "; policy does not let it pass.";
    }

    private static String cause(List<Found> found) {
        return found.stream()
                .limit(MOST_CAUSES)
                .map(one -> one.count() + " " + one.kind().code() + " at '" + one.pointer() + "'")
                .collect(Collectors.joining(", "));
    }
}
