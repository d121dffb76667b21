/** The append-only, hash-chained journal and its offline verifier. */
@NullMarked
package dev.lockkeeper.audit;

import org.jspecify.annotations.NullMarked;
