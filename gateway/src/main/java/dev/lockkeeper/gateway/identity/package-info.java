/** From credentials to a caller. */
@NullMarked
package dev.lockkeeper.gateway.identity;

import org.jspecify.annotations.NullMarked;
