/** The guard of paths: what a text that names a file may reach. */
@NullMarked
package dev.lockkeeper.guard.path;

import org.jspecify.annotations.NullMarked;
