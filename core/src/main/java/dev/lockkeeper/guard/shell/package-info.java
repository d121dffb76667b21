/**
 * Commands: one string as a POSIX shell would read it, or a list of words that no shell reads. Nothing is expanded and
 * nothing is run; what a shell would expand is refused.
 */
@NullMarked
package dev.lockkeeper.guard.shell;

import org.jspecify.annotations.NullMarked;
