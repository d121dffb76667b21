/** A server that protects its own tools by the engine alone. */
@NullMarked
package dev.lockkeeper.example.embedded;

import org.jspecify.annotations.NullMarked;
