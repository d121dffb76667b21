@NullMarked
package dev.lockkeeper.audit;

import org.jspecify.annotations.NullMarked;
