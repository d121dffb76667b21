/** Speaks to real MCP servers; accepts only a permit. */
@NullMarked
package dev.lockkeeper.gateway.upstream;

import org.jspecify.annotations.NullMarked;
