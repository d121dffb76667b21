package dev.lockkeeper.guard.limit;

/**
 * Makes allowances. Those of {@link LocalAllowances} are of this process; a store that several gateways share has its
 * own.
 */
@FunctionalInterface
public interface Allowances {

    /**
     * An allowance that is full, or in a shared store the one that is known under this name.
     *
     * @param name what it is of; unique, and never of a peer's choosing
     */
    Allowance of(String name, Rate rate);
}
