@NullMarked
package dev.lockkeeper.secret;

import org.jspecify.annotations.NullMarked;
