package dev.lockkeeper.secret;

import org.jspecify.annotations.Nullable;

/** What a secret looks like around a literal by which it is found. Looks at a bounded part of the text, or at what it takes. */
@FunctionalInterface
interface Form {

    /**
     * The secret, or null where there is none.
     *
     * @param start where the literal begins
     * @param end where it ends
     */
    @Nullable Hit at(String text, int start, int end);
}
