/** The only place that grants. */
@NullMarked
package dev.lockkeeper.decide;

import org.jspecify.annotations.NullMarked;
