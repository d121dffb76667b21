/** Strict binding of YAML 1.2 to records: every mistake is found at once and told with its place. */
@NullMarked
package dev.lockkeeper.yaml;

import org.jspecify.annotations.NullMarked;
