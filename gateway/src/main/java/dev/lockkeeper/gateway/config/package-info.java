/** The strict loader of the configuration file; every feature owns its settings record. */
@NullMarked
package dev.lockkeeper.gateway.config;

import org.jspecify.annotations.NullMarked;
