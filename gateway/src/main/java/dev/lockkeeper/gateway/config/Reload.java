package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.YamlInvalid;

/** What looking at the file again gave. */
public sealed interface Reload {

    /** The text is the one that is in force, or one that was refused before. */
    enum Unchanged implements Reload {
        UNCHANGED
    }

    /** Another policy is in force. */
    record Replaced(LoadedPolicy loaded) implements Reload {}

    /** Another policy was not accepted now; the last good one stays in force. Offered again at the next look. */
    record Deferred(LoadedPolicy kept) implements Reload {}

    /** The file is broken; the last good policy stays in force. Told once for each broken text. */
    record Broken(YamlInvalid why, LoadedPolicy kept) implements Reload {}

    /** The file cannot be read; the last good policy stays in force. Told once until it can be read again. */
    record Unreadable(String why, LoadedPolicy kept) implements Reload {}
}
