/** What arguments mean: which guard judges which of them, and what is nested inside. */
@NullMarked
package dev.lockkeeper.guard.argument;

import org.jspecify.annotations.NullMarked;
