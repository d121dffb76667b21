/** Strict, bounded, exact reading of JSON (RFC 8259, RFC 7493), and its canonical form. */
@NullMarked
package dev.lockkeeper.json;

import org.jspecify.annotations.NullMarked;
