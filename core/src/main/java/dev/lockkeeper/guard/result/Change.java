package dev.lockkeeper.guard.result;

import org.jspecify.annotations.Nullable;

/** What becomes of one string of an answer. */
@FunctionalInterface
interface Change {

    /** The string to put in its place; null where it stays. */
    @Nullable String change(Place place, String text);
}
