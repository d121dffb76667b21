/** All servers of the configuration as one: names with the server's before them, resources by who lists them. */
@NullMarked
package dev.lockkeeper.gateway.combined;

import org.jspecify.annotations.NullMarked;
