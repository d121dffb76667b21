/** JMH benchmarks of single steps. */
@NullMarked
package dev.lockkeeper.bench.micro;

import org.jspecify.annotations.NullMarked;
