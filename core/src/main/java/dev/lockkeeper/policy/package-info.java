/** Policy as code: loaded strictly, compiled once, asked for every action; absence is denial. */
@NullMarked
package dev.lockkeeper.policy;

import org.jspecify.annotations.NullMarked;
