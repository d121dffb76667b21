/** What tests of several packages share. */
@NullMarked
package dev.lockkeeper.testing;

import org.jspecify.annotations.NullMarked;
