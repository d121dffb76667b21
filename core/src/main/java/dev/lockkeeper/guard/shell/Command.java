package dev.lockkeeper.guard.shell;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@link CommandRules} that are ready to judge.
 *
 * @param name for messages, with the commands it belongs to
 * @param options by their exact name, flags among them
 * @param operands one for each operand that there may be
 * @param afterSeparator null where {@code --} makes no difference
 * @param least how many operands there must be, before {@code --} where that changes what they mean
 * @param trees the options with which everything below is read
 * @param always whether it is with any
 * @param two whether it is where there are two operands
 * @param here the working directory, with everything below; null where it never is
 * @param bundles whether {@code -ab} may stand for {@code -a -b}
 */
record Command(
        String name,
        Map<String, Command> subcommands,
        Map<String, Option> options,
        List<Word> operands,
        @Nullable List<Word> afterSeparator,
        Separator separator,
        int least,
        Set<String> trees,
        boolean always,
        boolean two,
        @Nullable Word here,
        boolean alone,
        boolean bundles) {

    /** The key of all options that are a dash and digits. */
    static final String NUMBERED = "-<number>";

    private static final String ALWAYS = "always";
    private static final String TWO = "two";

    /** An option; without a word it is a flag. */
    record Option(@Nullable Word value, boolean optional, boolean firstOperand) {
        static final Option FLAG = new Option(null, false, false);
    }

    /** @throws IllegalArgumentException where the rules make no sense */
    static Command of(String name, CommandRules rules, Operands operands) {
        Map<String, Command> subcommands = new HashMap<>();
        // In their order, so that of several mistakes it is always the same one that is told.
        new TreeMap<>(rules.subcommands()).forEach((key, after) -> {
            if (after.rules() != null) {
                throw new IllegalArgumentException("Only a command has ready-made rules, not the subcommand " + name
                        + " " + key + "; give the command itself: default.");
            }
            subcommands.put(key, of(name + " " + key, after, operands));
        });
        Map<String, Option> options = new HashMap<>();
        for (String flag : rules.flags()) {
            options.put(option(name, flag), Option.FLAG);
        }
        new TreeMap<>(rules.options()).forEach((key, option) -> {
            var word = new Word(option.word(), operands, "the value of " + key + " of " + name);
            if (options.put(option(name, key), new Option(word, option.optional(), option.firstOperand())) != null) {
                throw new IllegalArgumentException(
                        "The option " + key + " of " + name + " is said to have a value and to have none.");
            }
        });
        Set<String> trees = new HashSet<>(rules.tree());
        boolean always = trees.remove(ALWAYS);
        boolean two = trees.remove(TWO);
        trees.forEach(key -> option(name, key));
        return new Command(
                name,
                Map.copyOf(subcommands),
                Map.copyOf(options),
                words(name, rules.operands(), operands),
                rules.afterSeparator().isEmpty() ? null : words(name, rules.afterSeparator(), operands),
                rules.separator() == null ? Separator.ALLOWED : rules.separator(),
                least(rules.operands()),
                Set.copyOf(trees),
                always,
                two,
                rules.tree().isEmpty()
                        ? null
                        : new Word(WordRule.of(OperandType.PATH_TREE), operands, "the working directory of " + name),
                rules.alone() || rules.subcommands().isEmpty(),
                options.keySet().stream().noneMatch(Command::isLongWithOneDash));
    }

    private static String option(String command, String key) {
        boolean dashed = key.startsWith("-") && key.length() > 1 && !key.equals("--") && key.indexOf('=') < 0;
        if (!dashed && !Set.of("!", "(", ")").contains(key)) {
            throw new IllegalArgumentException("An option of " + command
                    + " is a dash or two and a name, without = and a value, or one of ! ( ), but not " + key + ".");
        }
        return key;
    }

    private static boolean isLongWithOneDash(String key) {
        return key.length() > 2 && key.charAt(1) != '-' && !key.equals(NUMBERED);
    }

    /** What must be there is there only if all before it is. */
    private static int least(List<OperandRule> rules) {
        int least = 0;
        int places = 0;
        for (OperandRule rule : rules) {
            least = rule.required() ? places + 1 : least;
            places += rule.most();
        }
        return least;
    }

    private static List<Word> words(String name, List<OperandRule> rules, Operands operands) {
        return IntStream.range(0, rules.size())
                .boxed()
                .flatMap(place -> {
                    OperandRule rule = rules.get(place);
                    var word = new Word(rule.word(), operands, "operand " + (place + 1) + " of " + name);
                    return IntStream.range(0, rule.most()).mapToObj(same -> word);
                })
                .toList();
    }
}
