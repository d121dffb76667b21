/** The entrances: framing, Host and Origin, limits, and nothing else. */
@NullMarked
package dev.lockkeeper.gateway.front;

import org.jspecify.annotations.NullMarked;
