package dev.lockkeeper.guard.shell;

import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Name;

/** What a word of a command means, and so what it may contain. None of them begins with a dash, except as said. */
public enum OperandType {
    /** A file or directory that is read. Judged by the guard of {@link Operands}, which must be there. */
    @Doc("A file or directory that is read.")
    PATH,

    /**
     * A directory that is read with everything below it, or a file. Judged by the guard of {@link Operands}, which must be
     * there; where there is no slash at the end, it gets the word with one.
     */
    @Doc("A directory that is read with everything below it.")
    @Name("path:tree")
    PATH_TREE,

    /** A file or directory that is written. Judged by the guard of {@link Operands}, which must be there. */
    @Doc("A file or directory that is written.")
    @Name("path:write")
    PATH_WRITE,

    /** An address that is fetched. Judged by the guard of {@link Operands}, which must be there. */
    @Doc("An address that is fetched.")
    URL,

    /**
     * Anything that can be seen. In a list of words also with tabs and line ends. May begin with a dash after {@code --}
     * and in {@code --option=-value}.
     */
    @Doc("Any text.")
    TEXT,

    /** A name of ASCII letters, digits and {@code . _ - @ / + :} that begins with a letter, a digit, @ or _. */
    @Doc("A name of letters, digits and . _ - @ / + :")
    IDENTIFIER,

    /**
     * A revision or range of git (gitrevisions(7)). Git takes for a path what it does not know as a revision, and
     * {@code HEAD:file} shows a file; so each file that the word may mean is judged as a {@link #PATH}, whose guard must be
     * there.
     */
    @Doc("A revision or range of git. What it may mean as a file is judged as a path.")
    REVISION,

    /**
     * Lines of a file, as {@code git log -L} takes them: {@code 10,20:file}, {@code :name:file}. The file is judged as a
     * {@link #PATH}, whose guard must be there.
     */
    @Doc("Lines of a file: 10,20:FILE or :NAME:FILE. The file is judged as a path.")
    LINES,

    /** At most 18 digits, with a sign before and a unit of up to three letters, or a %, after it: {@code -7, +10k}. */
    @Doc("A number, such as 10, -7 or +10k.")
    NUMBER,
}
