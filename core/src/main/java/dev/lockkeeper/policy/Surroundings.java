package dev.lockkeeper.policy;

import dev.lockkeeper.guard.url.Resolver;
import java.util.function.Predicate;

/**
 * What a policy needs to know of where it runs.
 *
 * @param resolver finds the addresses of host names in arguments
 * @param local whether the files of a server, by its name, are those of this machine
 */
public record Surroundings(Resolver resolver, Predicate<String> local) {

    /** Names are not resolved, and all files are elsewhere. */
    public static final Surroundings NONE = new Surroundings(Resolver.NONE, server -> false);
}
