package dev.lockkeeper.guard;

import java.util.Set;

/**
 * Who asks, as authenticated; never taken from what the peer says of itself.
 *
 * @param name unique within its scheme, such as {@code alice}
 * @param scheme how it was authenticated, such as {@code token} or {@code os}
 * @param groups the groups the policy puts the caller in
 */
public record Caller(String name, String scheme, Set<String> groups) {

    public Caller {
        groups = Set.copyOf(groups);
    }

    /** The key under which state of this caller is kept. */
    public String key() {
        return scheme + ":" + name;
    }
}
