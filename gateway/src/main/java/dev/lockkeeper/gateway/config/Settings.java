package dev.lockkeeper.gateway.config;

import dev.lockkeeper.policy.Mode;
import dev.lockkeeper.policy.PolicySettings;
import dev.lockkeeper.policy.ServerRules;
import dev.lockkeeper.policy.SharedRuleSettings;
import dev.lockkeeper.policy.Untyped;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole of {@code lockkeeper.yaml}. */
@Doc("Lockkeeper's configuration and policy. What no rule permits is refused.")
public record Settings(
        @Doc("The version of this file's format: 1.") @Range(min = 1, max = 1)
        int version,

        @Doc("Whether refusals are enforced, or only recorded.") @Default("enforce")
        Mode mode,

        @Doc("Whether string arguments of which nothing says what they are may pass as text: deny or allow.")
        @Default("deny")
        Untyped untyped,

        @Doc("The HTTP entrance.") @Default("{}") ListenSettings listen,
        @Doc("The journal of decisions.") @Default("{}") JournalFileSettings journal,

        @Doc("Groups of callers: for each its members, such as alice or token:alice.")
        @Matches(value = PolicySettings.NAMES, words = PolicySettings.NAMES_IN_WORDS)
        Map<String, Located<List<String>>> groups,

        @Doc("Bounds that hold wherever a message comes from.") @Default("{}")
        LimitSettings limits,

        @Doc("The servers, by the name under which clients reach them.")
        @Matches(value = PolicySettings.SERVER, words = PolicySettings.SERVER_IN_WORDS)
        Map<String, ServerSettings> servers,

        @Doc("What is refused on several servers.") List<SharedRuleSettings> deny,
        @Doc("What needs approval on several servers.") List<SharedRuleSettings> ask,
        @Doc("What is permitted on several servers.") List<SharedRuleSettings> allow) {

    /** The keys whose values differ and take effect only when the gateway starts, such as {@code limits.json}. */
    public List<String> needRestart(Settings started) {
        List<String> keys = new ArrayList<>();
        differs(keys, "listen", listen, started.listen);
        differs(keys, "journal", journal, started.journal);
        differs(keys, "limits.json", limits.json(), started.limits.json());
        differs(keys, "limits.sessions", limits.sessions(), started.limits.sessions());
        return keys;
    }

    private static void differs(List<String> keys, String key, Object here, Object there) {
        if (!here.equals(there)) {
            keys.add(key);
        }
    }

    /** Whether the gateway starts the server itself. */
    boolean starts(String server) {
        ServerSettings named = servers.get(server);
        return named != null && !named.connection().run().isEmpty();
    }

    /** Where a server runs that the gateway starts; empty where that depends on the place of the file or of the gateway. */
    Optional<String> directory(String server) {
        return Optional.ofNullable(servers.get(server))
                .map(named -> named.connection().directory())
                .filter(directory -> Path.of(directory).isAbsolute());
    }

    /** The part that decides. */
    public PolicySettings policy() {
        Map<String, ServerRules> rules = new LinkedHashMap<>();
        servers.forEach((name, server) -> rules.put(name, server.rules()));
        return new PolicySettings(version, mode, untyped, groups, rules, deny, ask, allow);
    }
}
