package dev.lockkeeper.guard.result;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a text that gives something away.
 *
 * @param from where it begins
 * @param to where it ends, exclusive; after {@code from}
 * @param mark what is put in its place; null where it stays and only ends where the next piece may begin
 */
record Span(int from, int to, @Nullable String mark) {

    /** Finds what begins at one place of a text, looking ahead no further than a constant. */
    @FunctionalInterface
    interface Finder {
        @Nullable Span at(String text, int from);
    }
}
