/** The stable reason codes that every refusal carries. */
@NullMarked
package dev.lockkeeper.reason;

import org.jspecify.annotations.NullMarked;
