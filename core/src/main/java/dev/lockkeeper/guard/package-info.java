/** The one question every guard answers, and the answers there are. */
@NullMarked
package dev.lockkeeper.guard;

import org.jspecify.annotations.NullMarked;
