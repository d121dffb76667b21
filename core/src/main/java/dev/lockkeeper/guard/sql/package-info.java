/** Statements in SQL, judged by what they would read, write and call. */
@NullMarked
package dev.lockkeeper.guard.sql;

import org.jspecify.annotations.NullMarked;
