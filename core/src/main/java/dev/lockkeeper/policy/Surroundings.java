package dev.lockkeeper.policy;

import dev.lockkeeper.guard.url.Resolver;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a policy needs to know of where it runs. */
public final class Surroundings {

    private static final int KEY_BYTES = 32;

    private final Resolver resolver;
    private final Predicate<String> local;
    private final Function<String, Optional<String>> directories;
    private final byte[] placeholders;

    /**
     * @param resolver finds the addresses of host names in arguments
     * @param local whether the files of a server, by its name, are those of this machine
     * @param placeholders from which the placeholders of secrets are made: at least 16 random bytes that stay secret; the
     *     same for as long as the same secret is to have the same placeholder
     */
    public Surroundings(Resolver resolver, Predicate<String> local, byte[] placeholders) {
        this(resolver, local, server -> Optional.empty(), placeholders);
    }

    /** @param directories where a server, by its name, runs, as an absolute path; empty where that is not known */
    public Surroundings(
            Resolver resolver,
            Predicate<String> local,
            Function<String, Optional<String>> directories,
            byte[] placeholders) {
        this.resolver = resolver;
        this.local = local;
        this.directories = directories;
        this.placeholders = placeholders.clone();
    }

    /** All files are those of this machine, and placeholders are those of this policy only. */
    public static Surroundings here(Resolver resolver) {
        return new Surroundings(resolver, server -> true, key());
    }

    /** Names are not resolved, all files are elsewhere, and placeholders are those of this policy only. */
    public static Surroundings unknown() {
        return unknown(server -> Optional.empty());
    }

    /**
     * The same, where it is known in which directories servers will run.
     *
     * @param directories by the name of a server an absolute path; empty where that is not known
     */
    public static Surroundings unknown(Function<String, Optional<String>> directories) {
        return new Surroundings(Resolver.NONE, server -> false, directories, key());
    }

    private static byte[] key() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    Resolver resolver() {
        return resolver;
    }

    boolean isLocal(String server) {
        return local.test(server);
    }

    Optional<String> directory(String server) {
        return directories.apply(server);
    }

    byte[] placeholders() {
        return placeholders.clone();
    }
}
