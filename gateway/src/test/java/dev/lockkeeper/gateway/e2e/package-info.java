/** Real clients and real servers, with the program between them in a process of its own. */
@NullMarked
package dev.lockkeeper.gateway.e2e;

import org.jspecify.annotations.NullMarked;
