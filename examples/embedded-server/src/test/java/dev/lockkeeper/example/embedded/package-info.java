@NullMarked
package dev.lockkeeper.example.embedded;

import org.jspecify.annotations.NullMarked;
