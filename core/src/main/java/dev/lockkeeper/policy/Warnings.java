package dev.lockkeeper.policy;

import dev.lockkeeper.guard.RuleRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds rules that can never decide, and the like. */
final class Warnings {

    // No glob's question mark or single star can match it together with its slash.
    private static final String RUN = "\uE000";

    private final List<Warning> found = new ArrayList<>();

    private Warnings() {}

    static List<Warning> of(Collection<ServerPolicy> servers, List<Rule> rules, Groups groups) {
        var warnings = new Warnings();
        Set<Rule> used = new HashSet<>();
        for (ServerPolicy server : servers) {
            warnings.server(server);
            for (Effect effect : Effect.values()) {
                used.addAll(server.rules(effect));
            }
        }
        rules.stream()
                .filter(rule -> !used.contains(rule))
                .forEach(rule -> warnings.add(rule.ref(), "matches no server of this file."));
        for (Rule rule : rules) {
            Condition where = rule.where();
            if (where != null && where.readsLabels()) {
                warnings.add(rule.ref(), "reads labels, which are always empty in this version.");
            }
        }
        Set<String> mentioned = new HashSet<>();
        rules.forEach(rule -> mentioned.addAll(rule.callers()));
        groups.names().stream()
                .filter(name -> !mentioned.contains(Groups.PREFIX + name))
                .sorted()
                .forEach(name -> warnings.add(
                        new RuleRef(
                                "groups." + name,
                                groups.place(name).file(),
                                groups.place(name).line()),
                        "is in no rule (a condition may still use it)."));
        warnings.found.sort(
                Comparator.comparingInt((Warning warning) -> warning.where().line()));
        return List.copyOf(new java.util.LinkedHashSet<>(warnings.found));
    }

    private void server(ServerPolicy server) {
        var where = new RuleRef("servers." + server.name, server.position.file(), server.position.line());
        if (server.rules(Effect.ALLOW).isEmpty() && server.rules(Effect.ASK).isEmpty()) {
            add(where, "permits nothing: it has no allow and no ask rule.");
        }
        server.closed.forEach(why -> add(where, why));
        for (Effect effect : Effect.values()) {
            for (Rule rule : server.rules(effect)) {
                hiding(server, rule).ifPresent(by -> add(rule.ref(), "never decides: " + by + " decides before it."));
            }
        }
    }

    /** One rule that decides before this one whatever the action; empty where none does for every pattern. */
    private static Optional<RuleRef> hiding(ServerPolicy server, Rule rule) {
        Optional<RuleRef> last = Optional.empty();
        for (Kind kind : Kind.values()) {
            for (String pattern : rule.patterns(kind)) {
                last = hiding(server, rule, kind, pattern);
                if (last.isEmpty()) {
                    return last;
                }
            }
        }
        return last;
    }

    private static Optional<RuleRef> hiding(ServerPolicy server, Rule rule, Kind kind, String pattern) {
        String text = kind == Kind.RESOURCE
                ? pattern.replace("**", RUN + "/" + RUN).replace("*", RUN).replace("?", RUN)
                : pattern.replace("*", RUN).replace("?", RUN);
        for (Effect effect : Effect.values()) {
            if (effect.compareTo(rule.effect()) > 0) {
                break;
            }
            for (Rule before : server.about(effect, kind, text, rule.callers().isEmpty() ? Set.of() : rule.callers())) {
                if (before.where() == null && decidesBefore(before, rule) && covers(before, rule, kind, text)) {
                    return Optional.of(before.ref());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean decidesBefore(Rule before, Rule rule) {
        return before.effect().compareTo(rule.effect()) < 0
                || before.effect() == rule.effect() && before.order() < rule.order();
    }

    // A question mark in the covering glob could stand for a star of the covered one, so such a glob covers nothing
    // here.
    private static boolean covers(Rule before, Rule rule, Kind kind, String text) {
        boolean callers = before.callers().isEmpty()
                || !rule.callers().isEmpty() && before.callers().containsAll(rule.callers());
        return callers
                && before.patterns(kind).stream()
                        .anyMatch(
                                glob -> glob.indexOf('?') < 0 && kind.glob(glob).matches(text));
    }

    private void add(RuleRef where, String message) {
        found.add(new Warning(where, message));
    }
}
