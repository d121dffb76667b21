/** How much a caller may do: rates, concurrency, volume, budgets, loops, failing servers, and the kill switch. */
@NullMarked
package dev.lockkeeper.guard.limit;

import org.jspecify.annotations.NullMarked;
