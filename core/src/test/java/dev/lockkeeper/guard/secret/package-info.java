@NullMarked
package dev.lockkeeper.guard.secret;

import org.jspecify.annotations.NullMarked;
