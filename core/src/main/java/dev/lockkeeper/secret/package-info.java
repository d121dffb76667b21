/** Finds secrets and personal data in texts, by structure. What is found is told by kind and place, and never quoted. */
@NullMarked
package dev.lockkeeper.secret;

import org.jspecify.annotations.NullMarked;
