/** What guards look at: messages of the Model Context Protocol and what they mean; sealed and immutable. */
@NullMarked
package dev.lockkeeper.mcp;

import org.jspecify.annotations.NullMarked;
