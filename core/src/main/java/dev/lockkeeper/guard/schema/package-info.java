/** Arguments and results judged by the schemas that a tool declares; the schemas are hostile text until compiled. */
@NullMarked
package dev.lockkeeper.guard.schema;

import org.jspecify.annotations.NullMarked;
