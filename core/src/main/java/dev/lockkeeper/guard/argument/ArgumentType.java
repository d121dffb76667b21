package dev.lockkeeper.guard.argument;

import dev.lockkeeper.yaml.Name;
import java.util.Locale;

/** What an argument means. */
public enum ArgumentType {
    /** A path that is read. */
    PATH,
    /** A path that is written, made or removed. */
    @Name("path:write")
    PATH_WRITE,
    /** A URL that the server opens. */
    URL,
    /** A host that the server connects to. */
    HOST,
    /** A statement in SQL. */
    SQL,
    /** A command line that a shell reads. */
    SHELL,
    /** A list of words that are run as a command. */
    ARGV,
    /** An address of electronic mail. */
    EMAIL,
    /** The name of something: a branch, a key, a table, a user. */
    IDENTIFIER,
    /** Text for people or models, which no program acts upon. */
    TEXT,
    /** A regular expression. */
    REGEX;

    /** As the policy writes it. */
    public String word() {
        return this == PATH_WRITE ? "path:write" : name().toLowerCase(Locale.ROOT);
    }
}
