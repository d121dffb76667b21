package dev.lockkeeper.guard.shell;

import com.google.re2j.Pattern;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands that may be run; what both guards share. Immutable. */
final class Commands {

    /**
     * What a shell does not look for in the file system, or what runs what its operands say: no rule about words could
     * hold what they do.
     */
    private static final Set<String> REFUSED =
            Set.of(("if then else elif fi do done case esac while until for in function select coproc time "
                            + "break continue eval exec exit export readonly return set shift times trap unset "
                            + "source alias unalias builtin command type hash let local declare typeset read mapfile "
                            + "readarray enable fc history jobs bg fg wait disown suspend logout ulimit umask cd pushd "
                            + "popd dirs shopt bind complete compgen compopt caller getopts env xargs sudo doas su nohup "
                            + "setsid sh bash dash ash zsh ksh fish busybox")
                    .split(" "));

    private static final Pattern NAME = Pattern.compile(ShellSettings.COMMAND);

    private final Map<String, Command> commands = new HashMap<>();
    private final @Nullable String fixed;
    private final int longest;
    private final int most;

    /** @throws IllegalArgumentException where the settings make no sense */
    Commands(ShellSettings settings, Operands operands) {
        longest = settings.longest();
        most = settings.words();
        fixed = settings.command();
        if (longest < 1 || most < 1) {
            throw new IllegalArgumentException("A command has at least one character and one word.");
        }
        if (settings.commands().isEmpty()) {
            throw new IllegalArgumentException("There are no commands, so nothing could be run.");
        }
        new TreeMap<>(settings.commands())
                .forEach((name, rules) -> commands.put(named(name), compiled(name, rules, operands)));
        if (fixed != null && !commands.containsKey(fixed)) {
            throw new IllegalArgumentException("There are no rules for the command " + fixed + ".");
        }
    }

    private static String named(String name) {
        if (!NAME.matches(name)) {
            throw new IllegalArgumentException(
                    "A command is " + ShellSettings.COMMAND_IN_WORDS + ", of letters, digits and . _ + - / only.");
        }
        if (REFUSED.contains(name.substring(name.lastIndexOf('/') + 1))) {
            throw new IllegalArgumentException("The command " + name
                    + " runs others or changes the shell, so that no rules can hold it; name what it would run.");
        }
        return name;
    }

    private static Command compiled(String name, CommandRules rules, Operands operands) {
        String ready = rules.rules();
        return Command.of(name, ready == null ? rules : rules.over(ReadyMade.of(name, ready)), operands);
    }

    int longest() {
        return longest;
    }

    int most() {
        return most;
    }

    /** The command whose arguments a list holds; null where it names its command. */
    @Nullable String fixed() {
        return fixed;
    }

    /**
     * Judges a whole command.
     *
     * @param words the command first
     * @param unseen how many words at the beginning the caller did not give, for messages
     * @param lookups of the call that the command belongs to
     */
    Assessment judge(List<String> words, int unseen, Lookups lookups) {
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            return Refused.empty();
        }
        String name = words.getFirst();
        Command command = commands.get(name);
        if (command == null) {
            return name.indexOf('=') > 0 ? Refused.assignment() : Refused.command(name);
        }
        return new CommandLine(words, unseen, lookups).judge(command);
    }
}
