/** What may pass that is secret or personal: refused in arguments, replaced in results, as policy says. */
@NullMarked
package dev.lockkeeper.guard.secret;

import org.jspecify.annotations.NullMarked;
