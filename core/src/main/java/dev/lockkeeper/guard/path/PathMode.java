package dev.lockkeeper.guard.path;

import dev.lockkeeper.yaml.Doc;

/** How much of a path is looked at. */
public enum PathMode {
    @Doc("Only the text, for servers whose files are elsewhere.")
    LEXICAL,
    @Doc("Also where the path leads on this machine, symbolic links followed.")
    REAL
}
