package dev.lockkeeper.guard.shell;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Shorthand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may follow a command, or a subcommand. What is not listed is refused: abbreviations of long options too.
 *
 * @param rules {@code default} for the ready-made rules of this command, or {@code default-1} for their version 1; what
 *     else is said here is added to them
 * @param subcommands by name; a word with a dash may be one too, where it decides what the command does
 * @param flags options without a value: {@code -a}, {@code --all}; {@code -<number>} stands for {@code -5} and the like.
 *     Single letters may be bundled, unless there are options of one dash and several letters, as with {@code find}
 * @param options options with a value
 * @param operands by place; beyond the last there may be none
 * @param afterSeparator operands after {@code --}, where they mean something else than before it; empty where they do not
 * @param separator null for {@link Separator#ALLOWED}, or for what the ready-made rules say
 * @param tree when paths are read with everything below them, and the working directory where no path is named: with one
 *     of these options, or {@code always}; or {@code two} for where two operands are compared with everything below
 * @param alone whether it may stand without a subcommand where there are some
 */
@Shorthand("rules")
@Doc("What may follow a command.")
public record CommandRules(
        @Doc("default: the ready-made rules of this command, to which the rest is added.") @Nullable String rules,

        @Doc("What may follow each subcommand.") Map<String, CommandRules> subcommands,

        @Doc("Options without a value, such as -a, --all, or -<number> for -5.")
        List<String> flags,

        @Doc("Options with a value, and what it may be.") Map<String, OptionRule> options,
        @Doc("Operands, by place.") List<OperandRule> operands,

        @Doc("Operands after --, where they mean something else than before it.")
        List<OperandRule> afterSeparator,

        @Doc("Whether -- is allowed, required before operands, or refused; allowed if missing.") @Nullable Separator separator,

        @Doc("When everything below its paths is read: with one of these options, always, or of two operands.")
        List<String> tree,

        @Doc("Whether it may stand without a subcommand.") @Default("false")
        boolean alone) {

    /** The command, and nothing after it. */
    public static final CommandRules NOTHING =
            new CommandRules(null, Map.of(), List.of(), Map.of(), List.of(), List.of(), null, List.of(), false);

    /** The ready-made rules. */
    public static final CommandRules DEFAULT =
            new CommandRules("default", Map.of(), List.of(), Map.of(), List.of(), List.of(), null, List.of(), false);

    public CommandRules {
        subcommands = Map.copyOf(subcommands);
        flags = List.copyOf(flags);
        options = Map.copyOf(options);
        operands = List.copyOf(operands);
        afterSeparator = List.copyOf(afterSeparator);
        tree = List.copyOf(tree);
    }

    /** These rules with one more subcommand, or another for one. */
    public CommandRules withSubcommand(String name, CommandRules after) {
        return new CommandRules(
                rules, and(subcommands, name, after), flags, options, operands, afterSeparator, separator, tree, alone);
    }

    /** These rules with more options without a value. */
    public CommandRules withFlags(String... more) {
        return new CommandRules(
                rules,
                subcommands,
                and(flags, List.of(more)),
                options,
                operands,
                afterSeparator,
                separator,
                tree,
                alone);
    }

    /** These rules with one more option with a value. */
    public CommandRules withOption(String name, OptionRule option) {
        return new CommandRules(
                rules,
                subcommands,
                flags,
                and(options, name, option),
                operands,
                afterSeparator,
                separator,
                tree,
                alone);
    }

    /** These rules with other operands. */
    public CommandRules withOperands(OperandRule... others) {
        return new CommandRules(
                rules, subcommands, flags, options, List.of(others), afterSeparator, separator, tree, alone);
    }

    /** These rules with another meaning of {@code --}. */
    public CommandRules withSeparator(Separator other) {
        return new CommandRules(rules, subcommands, flags, options, operands, afterSeparator, other, tree, alone);
    }

    /** These rules added to others: what both say of operands, of one option or of {@code --} is as it is here. */
    CommandRules over(CommandRules base) {
        Map<String, CommandRules> both = new LinkedHashMap<>(base.subcommands);
        subcommands.forEach((name, own) -> both.merge(name, own, (below, above) -> above.over(below)));
        Map<String, OptionRule> allOptions = new LinkedHashMap<>(base.options);
        allOptions.putAll(options);
        return new CommandRules(
                rules,
                both,
                and(base.flags, flags),
                allOptions,
                operands.isEmpty() ? base.operands : operands,
                afterSeparator.isEmpty() ? base.afterSeparator : afterSeparator,
                separator == null ? base.separator : separator,
                and(base.tree, tree),
                alone || base.alone);
    }

    private static <V> Map<String, V> and(Map<String, V> map, String name, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }

    private static List<String> and(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
