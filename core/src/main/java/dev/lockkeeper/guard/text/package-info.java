/** Guards of texts: free text, names, regular expressions; and what is nested inside a text. */
@NullMarked
package dev.lockkeeper.guard.text;

import org.jspecify.annotations.NullMarked;
