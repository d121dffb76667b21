package dev.lockkeeper.bench;

import dev.lockkeeper.bench.load.Target;
import org.jspecify.annotations.Nullable;

/**
 * One way from the generator to the backend.
 *
 * @param process what stands in the middle; null where nothing does
 */
record Contender(
        String name, Target target, String tool, @Nullable Child process) {}
