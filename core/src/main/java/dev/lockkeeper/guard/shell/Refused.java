package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.reason.Reason;

/** The refusals of this package, in words that quote nothing but names of commands and options. */
final class Refused {

    private static final int MAX_QUOTED = 40;

    private Refused() {}

    static Assessment at(Reason reason, int index, int character, String why) {
        String shown = character > ' ' && character < 0x7f ? Character.toString(character) : "this";
        String advice = switch (reason) {
            case SHELL_SYNTAX -> "Write one simple command, and quote what is meant literally.";
            case SHELL_OPERATOR -> "Give one command at a time; in apostrophes it is a character like any other.";
            default -> "Nothing is expanded here; in apostrophes it is a character like any other.";
        };
        return Assessment.unfit(reason, "Character " + (index + 1) + ": " + shown + " " + why + ". " + advice);
    }

    static Assessment tooLong(int most) {
        return Assessment.unfit(Reason.SHELL_TOO_LONG, "The command is longer than " + most + " characters.");
    }

    static Assessment tooManyWords(int most) {
        return Assessment.unfit(Reason.SHELL_TOO_LONG, "The command has more than " + most + " words.");
    }

    static Assessment empty() {
        return Assessment.unfit(Reason.SHELL_COMMAND, "There is no command.");
    }

    static Assessment command(String word) {
        return Assessment.unfit(
                Reason.SHELL_COMMAND, "The command " + quote(word) + " is not among those that may be run.");
    }

    static Assessment assignment() {
        return Assessment.unfit(
                Reason.SHELL_ASSIGNMENT, "An assignment may not stand before the command; leave it out.");
    }

    static Assessment noSubcommand(String command) {
        return Assessment.unfit(Reason.SHELL_SUBCOMMAND, "A subcommand of " + command + " is missing.");
    }

    static Assessment subcommand(String command, String word) {
        return Assessment.unfit(
                Reason.SHELL_SUBCOMMAND, command + " " + quote(word) + " is not among what may be run.");
    }

    static Assessment option(String command, int word, String option, String why) {
        return Assessment.unfit(
                Reason.SHELL_OPTION, "Word " + (word + 1) + ": the option " + quote(option) + " of " + command + why);
    }

    static Assessment operand(int word, String why) {
        return Assessment.unfit(Reason.SHELL_OPERAND, "Word " + (word + 1) + ": " + why);
    }

    static Assessment missing(String command, boolean before) {
        return Assessment.unfit(
                Reason.SHELL_OPERAND, "An operand of " + command + " is missing" + (before ? " before --." : "."));
    }

    /** The working directory would be read with everything below it, and may not. */
    static Assessment everythingBelow(String command, Assessment.Unfit why) {
        return Assessment.unfit(
                why.reason(),
                "Without a path " + command + " reads everything below the working directory. Name what to read.",
                why.message());
    }

    /** A name from the command, if it looks like one. */
    private static String quote(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (!Characters.letter(c) && !Characters.digit(c) && "-_./+<>".indexOf(c) < 0) {
                return "that was given";
            }
        }
        return word.isEmpty() || word.length() > MAX_QUOTED ? "that was given" : word;
    }
}
