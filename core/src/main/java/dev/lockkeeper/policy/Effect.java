package dev.lockkeeper.policy;

import java.util.Locale;

/** What a rule does, in the order in which rules are asked. */
public enum Effect {
    DENY,
    ASK,
    ALLOW;

    /** As it stands in the file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
