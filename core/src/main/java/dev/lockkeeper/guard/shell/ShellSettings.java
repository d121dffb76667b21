package dev.lockkeeper.guard.shell;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which commands may be run, and how.
 *
 * @param commands by name as it must be written, {@code git} or {@code /usr/bin/git}
 * @param command the one command whose arguments a list holds; null where the list's first word is the command
 * @param longest in UTF-16 code units, of the string or of all words together; the kernel takes no more than 131071
 *     bytes in one argument of a shell
 * @param words how many there may be, the command among them
 */
@Doc("Which commands may be run.")
public record ShellSettings(
        @Doc("The commands, by name, each with its rules or the word default.")
        @Matches(value = COMMAND, words = COMMAND_IN_WORDS)
        Map<String, CommandRules> commands,

        @Doc("The command whose arguments a list holds; without it the first word is the command.")
        @Matches(value = COMMAND, words = COMMAND_IN_WORDS)
        @Nullable String command,

        @Doc("How long it may be, in characters.") @Range(min = 1, max = 131_071) @Default("8192")
        int longest,

        @Doc("How many words there may be.") @Range(min = 1, max = 4096) @Default("256")
        int words) {

    /** What the name of a command looks like. */
    public static final String COMMAND = "[A-Za-z0-9_/][A-Za-z0-9_./+-]{0,254}";

    static final String COMMAND_IN_WORDS = "the name of a command, such as git, or its path";

    public ShellSettings {
        commands = Map.copyOf(commands);
    }

    /** These commands, with the default bounds. */
    public static ShellSettings of(Map<String, CommandRules> commands) {
        return new ShellSettings(commands, null, 8192, 256);
    }

    /** The same for lists that hold only the arguments of this command. */
    public ShellSettings withCommand(String fixed) {
        return new ShellSettings(commands, fixed, longest, words);
    }

    /** The same with one more command, or other rules for one. */
    public ShellSettings with(String name, CommandRules rules) {
        Map<String, CommandRules> more = new LinkedHashMap<>(commands);
        more.put(name, rules);
        return new ShellSettings(more, command, longest, words);
    }

    /** The same with other bounds. */
    public ShellSettings withBounds(int characters, int most) {
        return new ShellSettings(commands, command, characters, most);
    }
}
