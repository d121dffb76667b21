@NullMarked
package dev.lockkeeper.embed;

import org.jspecify.annotations.NullMarked;
