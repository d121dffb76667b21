/** The commands; {@code Wiring} is the only place that sees everything. */
@NullMarked
package dev.lockkeeper.gateway.cli;

import org.jspecify.annotations.NullMarked;
