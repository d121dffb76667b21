package dev.lockkeeper.guard.result;

import dev.lockkeeper.yaml.Doc;

/** What becomes of hidden characters in answers. */
public enum HiddenTreatment {
    @Doc("They are removed.")
    REMOVE,
    @Doc("They stay, and the record says so.")
    FLAG,
    @Doc("They stay.")
    ALLOW
}
