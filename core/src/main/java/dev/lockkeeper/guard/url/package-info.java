/** Guards of where something leads: URLs, hosts and mail addresses. */
@NullMarked
package dev.lockkeeper.guard.url;

import org.jspecify.annotations.NullMarked;
