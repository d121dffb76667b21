package dev.lockkeeper.policy;

import dev.lockkeeper.guard.RuleRef;

/** Something in a policy that is probably not meant, with its place. */
public record Warning(RuleRef where, String message) {

    @Override
    public String toString() {
        return where.file() + ":" + where.line() + ": " + where.name() + " " + message;
    }
}
