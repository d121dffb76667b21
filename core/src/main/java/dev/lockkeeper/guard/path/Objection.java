package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.reason.Reason;

/** What can be said against a path. Made once, since most of what is refused is refused often. */
final class Objection {

    static final Assessment NO_TEXT = Assessment.unfit(Reason.ARGUMENT_TYPE, "A path is a string.");

    static final Assessment TOO_LONG = Assessment.unfit(
            Reason.PATH_TOO_LONG, "The path, or a name in it, is longer than any file's should be. Shorten it.");

    static final Assessment CONTROL = Assessment.unfit(
            Reason.PATH_CONTROL,
            "The path has a control character or one that cannot be seen. Write it in visible characters only.");

    static final Assessment OTHER_READING = Assessment.unfit(
            Reason.PATH_ENCODING,
            "A part of the path is an encoding that can be read as something else. Write the characters themselves.");
    static final Assessment NOT_COMPOSED = Assessment.unfit(
            Reason.PATH_ENCODING,
            "The path has letters that are composed of several characters. Write it in Unicode form NFC.");

    static final Assessment TRAVERSAL = Assessment.unfit(
            Reason.PATH_TRAVERSAL,
            "The path has a segment . or .. or one that begins with two dots. Write the path out without them.");

    static final Assessment EMPTY = form("The path is empty. Name a file or directory.");
    static final Assessment EMPTY_SEGMENT = form("The path has an empty segment. Write one separator between names.");
    static final Assessment BLANK = form("A name in the path begins or ends with a blank. Leave the blank out.");
    static final Assessment BACKSLASH = form("The path has a backslash. Separate names by slashes.");
    static final Assessment DRIVE = form("The path has a drive letter where none belongs.");
    static final Assessment SCHEME = form("This is a URL, or begins like one. Send the path alone.");
    static final Assessment TILDE = form("The path begins with a tilde. Write the directory out.");
    static final Assessment EXPANSION =
            form("The path has a variable or a command that a shell would replace. Write its value.");
    static final Assessment MIXED = form("The path has slashes and backslashes. Use one of them.");
    static final Assessment NETWORK = form("The path begins with a separator. Begin with a drive, such as C:.");
    static final Assessment RESERVED =
            form("A name in the path is reserved by Windows, or has a character it reserves.");
    static final Assessment TRAILING_DOT = form("A name in the path ends with a dot, which Windows leaves out.");
    static final Assessment SHORT_NAME =
            form("A name in the path is a short one, such as PROGRA~1. Write the long one.");
    static final Assessment CHARACTER =
            form("The path has a character that may not be used here, such as a wildcard. Name files one by one.");
    static final Assessment RELATIVE = form("The path is relative. Write it from the root.");

    static final Assessment OPTION = Assessment.unfit(
            Reason.PATH_OPTION,
            "A name in the path begins with a dash, which a command takes for an option. Use another name.");

    static final Assessment OUTSIDE = Assessment.unfit(
            Reason.PATH_OUTSIDE_ROOT, "The path lies outside of the directories that may be used here.");
    static final Assessment READ_ONLY =
            Assessment.unfit(Reason.PATH_READ_ONLY, "The path lies in a directory that may only be read.");
    static final Assessment DENIED =
            Assessment.unfit(Reason.PATH_DENIED, "The path names something that may not be used here.");
    static final Assessment DENIED_BELOW = Assessment.unfit(
            Reason.PATH_DENIED,
            "Everything below this directory would be read, and some of it may not be. Name files instead.");
    static final Assessment EXTENSION =
            Assessment.unfit(Reason.PATH_EXTENSION, "Files of this kind may not be used here.");
    static final Assessment SPECIAL = special("");

    private Objection() {}

    static Assessment special(String cause) {
        return Assessment.unfit(
                Reason.PATH_SPECIAL,
                "The path names something of the system that is no plain file or directory.",
                cause);
    }

    static Assessment link(String cause) {
        return Assessment.unfit(
                Reason.PATH_LINK, "The path does not lead to a file or directory that may be used here.", cause);
    }

    private static Assessment form(String message) {
        return Assessment.unfit(Reason.PATH_FORM, message);
    }
}
