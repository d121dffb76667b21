package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.argument.ArgumentType;
import dev.lockkeeper.guard.argument.GuardSettings;
import dev.lockkeeper.guard.argument.Guards;
import dev.lockkeeper.guard.argument.Place;
import dev.lockkeeper.guard.argument.TypedArguments;
import dev.lockkeeper.guard.result.ResultGuards;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.guard.text.HiddenText;
import dev.lockkeeper.guard.url.PublicLinks;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Nearest;
import dev.lockkeeper.yaml.Position;
import dev.lockkeeper.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what a policy says of one server's arguments into guards, or finds what is wrong with it. Used once. */
final class ArgumentCompiler {

    private static final List<Place> RESOURCES =
            List.of(Place.of("/uri"), Place.of("/notifications/resourceSubscriptions/*"));

    private final ServerRules declared;
    private final Resolver resolver;
    private final boolean local;
    private final Optional<String> directory;
    private final byte[] key;
    private final List<YamlProblem> problems;
    private final @Nullable ProfileSettings profile;
    private final Set<String> told = new HashSet<>();
    private List<ResultGuard> results = List.of();

    ArgumentCompiler(String server, ServerRules declared, Surroundings surroundings, List<YamlProblem> problems) {
        this.declared = declared;
        this.resolver = surroundings.resolver();
        this.local = surroundings.isLocal(server);
        this.directory = surroundings.directory(server);
        this.key = surroundings.placeholders();
        this.problems = problems;
        this.profile = profile(declared.profile());
    }

    private @Nullable ProfileSettings profile(@Nullable Located<String> name) {
        if (name == null) {
            return null;
        }
        ProfileSettings found = Profiles.find(name.value()).orElse(null);
        if (found == null) {
            problems.add(new YamlProblem(
                    name.position(),
                    "No profile " + YamlProblem.quote(name.value()) + Nearest.hint(name.value(), Profiles.ALL)));
        }
        return found;
    }

    /** What the profile says changes nothing. */
    List<Targets> readOnly() {
        return profile == null ? List.of() : profile.readOnly();
    }

    /** @param untyped what the file as a whole says */
    ServerArguments compile(Untyped untyped) {
        GuardSettings own = declared.guards() == null ? GuardSettings.NONE : declared.guards();
        Located<String> root = declared.root();
        if (root != null) {
            own = rooted(own, root);
        }
        if (profile != null && profile.guards() != null) {
            own = own.orElse(profile.guards());
        }
        List<ServerArguments.Entry> entries = new ArrayList<>();
        for (ArgumentSettings entry : declared.arguments()) {
            GuardSettings said = entry.guards() == null ? own : entry.guards().orElse(own);
            entries.add(entry(entry, said, entry.position()));
        }
        if (profile != null) {
            for (ArgumentSettings entry : profile.arguments()) {
                GuardSettings said =
                        entry.guards() == null ? own : entry.guards().within(own);
                entries.add(entry(entry, said, declared.position()));
            }
        }
        Guards guards = new Guards(own, resolver, local, key);
        Untyped unsaid = declared.untyped() == null ? untyped : declared.untyped();
        SecretGuard secrets = secrets(guards, declared.position());
        results = ResultGuards.of(
                declared.results(), HiddenText.everything()::without, secrets, new PublicLinks(), redirects(own));
        var prompts = new TypedArguments(List.of(), text(guards, declared.position()), secrets, true);
        return new ServerArguments(entries, prompts, messages(guards, prompts), unsaid == Untyped.ALLOW);
    }

    // A server is sent on only to where it may be sent at once; a problem of these settings is told with the types.
    private static ValueGuard redirects(GuardSettings own) {
        try {
            return own.url() == null ? new PublicLinks() : new UrlGuard(own.url(), Resolver.NONE);
        } catch (IllegalArgumentException e) {
            return new PublicLinks();
        }
    }

    // Where messages other than calls hold the URIs of resources.
    private TypedArguments messages(Guards guards, TypedArguments otherwise) {
        try {
            ValueGuard uris = guards.resources();
            return guards.messages(RESOURCES.stream()
                    .map(place -> new TypedArguments.Typed(place, ArgumentType.URL, uris))
                    .toList());
        } catch (IllegalArgumentException e) {
            problem(declared.position(), String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    /** The guards of the server's answers, once the arguments are compiled. */
    List<ResultGuard> results() {
        return results;
    }

    private SecretGuard secrets(Guards guards, Position position) {
        try {
            return guards.secrets();
        } catch (IllegalArgumentException e) {
            problem(position, String.valueOf(e.getMessage()));
            return new Guards(GuardSettings.NONE, resolver, local, key).secrets();
        }
    }

    private ValueGuard text(Guards guards, Position position) {
        try {
            return guards.of(ArgumentType.TEXT);
        } catch (IllegalArgumentException e) {
            problem(position, String.valueOf(e.getMessage()));
            return new Guards(GuardSettings.NONE, resolver, local, key).of(ArgumentType.TEXT);
        }
    }

    // A profile types many arguments alike; what is missing for them is told once.
    private void problem(Position position, String message) {
        if (told.add(position + message)) {
            problems.add(new YamlProblem(position, message));
        }
    }

    private GuardSettings rooted(GuardSettings own, Located<String> root) {
        try {
            return own.withRoot(root.value(), directory.orElse(null));
        } catch (IllegalArgumentException e) {
            problems.add(new YamlProblem(root.position(), String.valueOf(e.getMessage())));
            return own;
        }
    }

    private ServerArguments.Entry entry(ArgumentSettings entry, GuardSettings settings, Position position) {
        var guards = new Guards(settings, resolver, local, key);
        List<TypedArguments.Typed> types = new ArrayList<>();
        entry.types().forEach((pointer, type) -> {
            TypedArguments.Typed typed = typed(pointer, type, guards, position);
            if (typed != null) {
                types.add(typed);
            }
        });
        return new ServerArguments.Entry(
                entry.tools().stream().map(Glob::name).toList(),
                types,
                entry.guards() == null ? null : text(guards, position),
                entry.guards() == null ? null : secrets(guards, position),
                entry.untyped() == null ? null : entry.untyped() == Untyped.ALLOW);
    }

    private TypedArguments.@Nullable Typed typed(String pointer, ArgumentType type, Guards guards, Position position) {
        Place place;
        try {
            place = Place.of(pointer);
        } catch (IllegalArgumentException e) {
            problem(position, YamlProblem.quote(pointer) + ": " + e.getMessage());
            return null;
        }
        try {
            return new TypedArguments.Typed(place, type, guards.of(type));
        } catch (IllegalArgumentException e) {
            problem(position, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
