/** One client's conversation, in whichever era it speaks, and the way from it to an upstream. */
@NullMarked
package dev.lockkeeper.gateway.session;

import org.jspecify.annotations.NullMarked;
