/** The demonstration: a real client works with real servers through the gateway. */
@NullMarked
package dev.lockkeeper.gateway.demo;

import org.jspecify.annotations.NullMarked;
