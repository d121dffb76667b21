package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.yaml.Located;
import dev.lockkeeper.yaml.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who belongs to which group, and by which names a rule can mean a caller. */
final class Groups {

    static final String PREFIX = "group:";

    private final Map<String, Set<String>> byMember = new HashMap<>();
    private final Map<String, Position> places = new LinkedHashMap<>();

    Groups(Map<String, Located<List<String>>> members) {
        members.forEach((name, who) -> places.put(name, who.position()));
        members.forEach((group, who) -> who.value()
                .forEach(member ->
                        byMember.computeIfAbsent(member, any -> new HashSet<>()).add(group)));
    }

    Set<String> names() {
        return places.keySet();
    }

    /** Where the members of the group stand in the file. */
    Position place(String name) {
        return places.getOrDefault(name, Position.NONE);
    }

    /** The groups of the caller: those of the policy, and those that its authentication vouches for. */
    Set<String> of(Caller caller) {
        Set<String> groups = new TreeSet<>(caller.groups());
        groups.addAll(byMember.getOrDefault(caller.key(), Set.of()));
        if (bare(caller)) {
            groups.addAll(byMember.getOrDefault(caller.name(), Set.of()));
        }
        return groups;
    }

    /** How rules name the caller: {@code alice}, {@code token:alice}, {@code group:devs}. */
    Set<String> identities(Caller caller) {
        Set<String> identities = new HashSet<>();
        of(caller).forEach(group -> identities.add(PREFIX + group));
        if (!caller.scheme().equals("group")) {
            identities.add(caller.key());
        }
        if (bare(caller)) {
            identities.add(caller.name());
        }
        return identities;
    }

    // INVARIANT: a caller whose name looks like "group:admins" or "os:root" is not taken for what it imitates.
    private static boolean bare(Caller caller) {
        return caller.name().indexOf(':') < 0;
    }
}
