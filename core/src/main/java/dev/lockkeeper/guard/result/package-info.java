/** Guards of what servers answer: sizes, blobs, hidden text, links, and what errors give away. */
@NullMarked
package dev.lockkeeper.guard.result;

import org.jspecify.annotations.NullMarked;
