package dev.lockkeeper.policy;

import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.argument.GuardSettings;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything the policy says of one server, arranged for finding. Filled by {@link Compiler}, then read by many. */
final class ServerPolicy {

    private static final Comparator<Rule> BY_ORDER = Comparator.comparingInt(Rule::order);

    final String name;
    final Mode mode;
    final Position position;
    final Set<ClientRequest> clientRequests;
    final Set<String> methods;
    final Set<String> clientMethods;
    final Set<String> extensions;
    final ServerArguments arguments;
    final List<String> closed;
    final List<ResultGuard> results;
    final PatternIndex<Boolean> readOnly = new PatternIndex<>();
    final PatternIndex<Boolean> open = new PatternIndex<>();
    private final Map<Effect, List<Rule>> rules = new EnumMap<>(Effect.class);
    private final Map<Effect, PatternIndex<Rule>> index = new EnumMap<>(Effect.class);
    private final Map<String, Rule> firstGrantOf = new HashMap<>();
    private @Nullable Rule firstGrantOfAll;
    private boolean sameForAll = true;

    ServerPolicy(String name, Mode mode, ServerRules declared, ServerArguments arguments, List<ResultGuard> results) {
        this.name = name;
        this.mode = mode;
        this.position = declared.position();
        this.clientRequests = Set.copyOf(declared.clientRequests());
        this.methods = names(declared.methods());
        this.clientMethods = names(declared.clientMethods());
        this.extensions = Set.copyOf(declared.extensions());
        this.arguments = arguments;
        this.closed = closed(declared);
        this.results = List.copyOf(results);
        for (Effect effect : Effect.values()) {
            rules.put(effect, new ArrayList<>());
            index.put(effect, new PatternIndex<>());
        }
    }

    /** The guards that the file speaks of and that let nothing pass, each with why. */
    private static List<String> closed(ServerRules declared) {
        GuardSettings said = declared.guards();
        if (said == null) {
            return List.of();
        }
        List<String> closed = new ArrayList<>();
        if (said.path() != null
                && said.path().read().isEmpty()
                && said.path().write().isEmpty()
                && declared.root() == null) {
            closed.add("guards.path names no directory, so no path passes: add root, or read and write.");
        }
        if (said.url() != null && said.url().hosts().isEmpty()) {
            closed.add("guards.url names no host, so no URL passes: add hosts.");
        }
        if (said.host() != null && said.host().hosts().isEmpty()) {
            closed.add("guards.host names no host, so none passes: add hosts.");
        }
        if (said.sql() != null && said.sql().tables().isEmpty()) {
            closed.add("guards.sql names no table, so no statement reads one: add tables.");
        }
        return List.copyOf(closed);
    }

    private static Set<String> names(List<Located<String>> methods) {
        return methods.stream().map(Located::value).collect(Collectors.toUnmodifiableSet());
    }

    void add(Rule rule) {
        rules(rule.effect()).add(rule);
        for (Kind kind : Kind.values()) {
            rule.patterns(kind).forEach(pattern -> index(rule.effect()).add(kind, pattern, rule));
        }
        sameForAll &= rule.callers().isEmpty();
        if (rule.effect() == Effect.DENY) {
            return;
        }
        if (rule.callers().isEmpty() && firstGrantOfAll == null) {
            firstGrantOfAll = rule;
        }
        rule.callers().forEach(who -> firstGrantOf.putIfAbsent(who, rule));
    }

    /** Whether the server may ask a client for this, or for what concerns a task that was made of it. */
    boolean mayAsk(String method) {
        if (method.equals("tasks/list")) {
            return clientRequests.contains(ClientRequest.SAMPLING)
                    || clientRequests.contains(ClientRequest.ELICITATION);
        }
        return clientMethods.contains(method)
                || ClientRequest.of(method).filter(clientRequests::contains).isPresent();
    }

    /** In the order of the file. */
    List<Rule> rules(Effect effect) {
        return java.util.Objects.requireNonNull(rules.get(effect));
    }

    /** Whether every caller may do and sees the same. */
    boolean sameForAll() {
        return sameForAll;
    }

    /** The rules about the target that apply to the caller, in the order of the file. */
    List<Rule> about(Effect effect, Kind kind, String target, Set<String> identities) {
        List<Rule> found = index(effect).find(kind, target);
        found.removeIf(rule -> !rule.appliesTo(identities));
        found.sort(BY_ORDER);
        return found;
    }

    /** The rules about some resource of the template that apply to the caller, in the order of the file. */
    List<Rule> touching(Effect effect, String template, Set<String> identities) {
        return rules(effect).stream()
                .filter(rule -> rule.appliesTo(identities))
                .filter(rule -> rule.resources().stream().anyMatch(glob -> Overlap.possible(template, glob)))
                .toList();
    }

    /** A rule that may permit the caller something; null where there is none. */
    @Nullable Rule access(Set<String> identities) {
        if (firstGrantOfAll != null) {
            return firstGrantOfAll;
        }
        Rule first = null;
        for (String identity : identities) {
            Rule rule = firstGrantOf.get(identity);
            if (rule != null && (first == null || rule.order() < first.order())) {
                first = rule;
            }
        }
        return first;
    }

    private PatternIndex<Rule> index(Effect effect) {
        return java.util.Objects.requireNonNull(index.get(effect));
    }
}
