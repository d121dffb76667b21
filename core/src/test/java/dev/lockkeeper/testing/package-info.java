/** What tests of every module share: the checkout, tables of cases, and the public corpora. */
@NullMarked
package dev.lockkeeper.testing;

import org.jspecify.annotations.NullMarked;
