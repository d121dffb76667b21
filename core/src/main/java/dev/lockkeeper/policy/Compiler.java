package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.mcp.KnownMethods;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Nearest;
import dev.lockkeeper.yaml.Position;
import dev.lockkeeper.yaml.YamlInvalid;
import dev.lockkeeper.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns settings into a policy, or finds everything that is wrong with them. */
final class Compiler {

    static final int MAX_PATTERN = 512;

    private final PolicySettings settings;
    private final Surroundings surroundings;
    private final Groups groups;
    private final List<YamlProblem> problems = new ArrayList<>();
    private final Map<String, Optional<Condition>> conditions = new HashMap<>();
    private final Map<String, ServerPolicy> servers = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();

    Compiler(PolicySettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.groups = new Groups(settings.groups());
    }

    Policy compile(String version) throws YamlInvalid {
        checkGroups();
        settings.servers().forEach(this::server);
        shared(Effect.DENY, settings.deny());
        shared(Effect.ASK, settings.ask());
        shared(Effect.ALLOW, settings.allow());
        if (!problems.isEmpty()) {
            throw new YamlInvalid(problems);
        }
        return new Policy(version, groups, Map.copyOf(servers), List.copyOf(rules));
    }

    private void checkGroups() {
        settings.groups().forEach((name, members) -> {
            if (name.indexOf(':') >= 0) {
                problem(
                        members.position(),
                        "The name of a group has no colon, unlike " + YamlProblem.quote(name) + ".");
            }
            if (members.value().stream().anyMatch(member -> member.startsWith(Groups.PREFIX))) {
                problem(members.position(), "A group is no member of a group; list its callers instead.");
            }
        });
    }

    private void server(String name, ServerRules declared) {
        Mode mode = declared.mode() == null ? settings.mode() : declared.mode();
        var arguments = new ArgumentCompiler(name, declared, surroundings, problems);
        var server = new ServerPolicy(name, mode, declared, arguments.compile(settings.untyped()), arguments.results());
        checkMethods(declared.methods());
        checkMethods(declared.clientMethods());
        servers.put(name, server);
        own(server, Effect.DENY, declared.deny());
        own(server, Effect.ASK, declared.ask());
        own(server, Effect.ALLOW, declared.allow());
        declared.open().forEach(pattern -> server.open.add(Kind.TOOL, checked(pattern, declared.position()), true));
        List<Targets> readOnly = new ArrayList<>(declared.readOnly());
        readOnly.addAll(arguments.readOnly());
        for (Targets targets : readOnly) {
            targets.tools().forEach(p -> server.readOnly.add(Kind.TOOL, checked(p, declared.position()), true));
            targets.resources().forEach(p -> server.readOnly.add(Kind.RESOURCE, checked(p, declared.position()), true));
            targets.prompts().forEach(p -> server.readOnly.add(Kind.PROMPT, checked(p, declared.position()), true));
        }
    }

    private void checkMethods(List<Located<String>> methods) {
        for (Located<String> method : methods) {
            if (KnownMethods.resembles(method.value())) {
                problem(
                        method.position(),
                        YamlProblem.quote(method.value())
                                + " is a method of the protocol, or imitates one, and is judged by what it does; rules"
                                + " and client-requests permit it, never its name.");
            }
        }
    }

    private void own(ServerPolicy server, Effect effect, List<RuleSettings> declared) {
        for (int i = 0; i < declared.size(); i++) {
            server.add(rule("servers." + server.name + "." + effect.key() + "[" + i + "]", effect, declared.get(i)));
        }
    }

    private void shared(Effect effect, List<SharedRuleSettings> declared) {
        for (int i = 0; i < declared.size(); i++) {
            Rule rule =
                    rule(effect.key() + "[" + i + "]", effect, declared.get(i).rule());
            for (ServerPolicy server : servers.values()) {
                if (declared.get(i).servers().stream()
                        .anyMatch(pattern -> Glob.name(pattern).matches(server.name))) {
                    server.add(rule);
                }
            }
        }
    }

    private Rule rule(String name, Effect effect, RuleSettings declared) {
        Position position = declared.position();
        for (Kind kind : Kind.values()) {
            patterns(declared, kind).forEach(pattern -> checked(pattern, position));
        }
        for (String caller : declared.callers()) {
            checkCaller(caller, position);
        }
        var rule = new Rule(
                new RuleRef(name, position.file(), position.line()),
                rules.size(),
                effect,
                List.copyOf(declared.tools()),
                List.copyOf(declared.resources()),
                List.copyOf(declared.prompts()),
                Set.copyOf(declared.callers()),
                condition(declared.where()),
                declared.because() == null ? "" : declared.because());
        rules.add(rule);
        return rule;
    }

    private static List<String> patterns(RuleSettings declared, Kind kind) {
        return switch (kind) {
            case TOOL -> declared.tools();
            case RESOURCE -> declared.resources();
            case PROMPT -> declared.prompts();
        };
    }

    private String checked(String pattern, Position position) {
        if (pattern.isEmpty() || pattern.length() > MAX_PATTERN) {
            problem(position, "A glob has 1 to " + MAX_PATTERN + " characters.");
        }
        return pattern;
    }

    private void checkCaller(String caller, Position position) {
        String group = caller.startsWith(Groups.PREFIX) ? caller.substring(Groups.PREFIX.length()) : null;
        if (group != null && !groups.names().contains(group)) {
            problem(
                    position,
                    "No group " + YamlProblem.quote(group) + " under groups" + Nearest.hint(group, groups.names()));
        }
        if (!caller.matches(PolicySettings.NAMES)) {
            problem(
                    position,
                    "A caller is written like alice, token:alice or group:devs, not " + YamlProblem.quote(caller)
                            + "; leave callers out where everybody is meant.");
        }
    }

    private @Nullable Condition condition(@Nullable Located<String> where) {
        if (where == null) {
            return null;
        }
        Optional<Condition> known = conditions.get(where.value());
        if (known == null || known.isEmpty()) {
            // A text that is wrong is told at each of its places.
            known = Optional.ofNullable(Condition.compile(where, problems));
            conditions.put(where.value(), known);
        }
        return known.orElse(null);
    }

    private void problem(Position position, String message) {
        problems.add(new YamlProblem(position, message));
    }
}
