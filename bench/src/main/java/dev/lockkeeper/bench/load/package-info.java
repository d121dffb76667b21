/** The programs at both ends of a measurement, each in a process of its own. */
@NullMarked
package dev.lockkeeper.bench.load;

import org.jspecify.annotations.NullMarked;
