package dev.lockkeeper.guard.path;

import dev.lockkeeper.yaml.Doc;

/** By whose rules a path is read. */
public enum PathStyle {
    @Doc("Separated by slashes, from one root.")
    POSIX,
    @Doc("Separated by backslashes or slashes, from a drive; with reserved names and no streams.")
    WINDOWS
}
