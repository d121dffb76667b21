/** For servers that put their own tools behind the engine, with no gateway in between. */
@NullMarked
package dev.lockkeeper.embed;

import org.jspecify.annotations.NullMarked;
