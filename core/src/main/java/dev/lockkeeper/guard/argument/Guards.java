package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.url.Resolver;

/** Makes the guard of each type from what is said of it. Used by one thread. */
public final class Guards {

    private final GuardSettings settings;
    private final Resolver resolver;

    public Guards(GuardSettings settings, Resolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
    }
}
