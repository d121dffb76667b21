/** Benchmarks; never shipped. */
@NullMarked
package dev.lockkeeper.bench;

import org.jspecify.annotations.NullMarked;
