package dev.lockkeeper.guard.shell;

/** How much a command reads of what a word names. */
enum Reach {
    /** The file, or the names in the directory. */
    ITSELF,
    /** The file, or the directory with everything below it. */
    TREE_IF_ANY,
    /** The same, where the word is as good as said to be a directory. */
    TREE
}
