package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.shell.Command.Option;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words against the rules of their command, from left to right, by the utility syntax guidelines (XBD 12.2) and the long
 * options of GNU. Options may stand between operands. For one command, by one thread.
 */
final class CommandLine {

    private final List<String> words;
    private final int unseen;
    private final Lookups lookups;
    private final List<Json> found = new ArrayList<>(0);
    private final int[] operands;
    private int count;
    private int before;
    private boolean separated;
    private boolean firstGiven;
    private boolean tree;
    private int at = 1;

    CommandLine(List<String> words, int unseen, Lookups lookups) {
        this.words = words;
        this.unseen = unseen;
        this.lookups = lookups;
        operands = new int[words.size()];
    }

    Assessment judge(Command root) {
        Command command = root;
        while (at < words.size()) {
            String word = words.get(at);
            Command next = count == 0 && !separated ? command.subcommands().get(word) : null;
            if (next != null) {
                command = next;
                firstGiven = false;
                tree = false;
                at++;
                continue;
            }
            Assessment refused = take(command, word);
            if (refused != null) {
                return refused;
            }
        }
        if (!command.alone()) {
            return Refused.noSubcommand(command.name());
        }
        Assessment refused = operands(command);
        return refused == null ? Assessment.fit(facts()) : refused;
    }

    private JsonObject facts() {
        var facts = JsonObject.builder().put("words", JsonArray.ofStrings(words));
        return found.isEmpty()
                ? facts.build()
                : facts.put("operands", new JsonArray(found)).build();
    }

    private @Nullable Assessment take(Command command, String word) {
        if (!separated && word.equals("--")) {
            if (command.separator() == Separator.REFUSED) {
                return Refused.option(command.name(), place(at), word, " is not allowed.");
            }
            separated = true;
            before = count;
            at++;
            return null;
        }
        if (!separated && (word.startsWith("-") || command.options().containsKey(word))) {
            return option(command, word);
        }
        if (!command.alone()) {
            return Refused.subcommand(command.name(), word);
        }
        operands[count++] = at++;
        return null;
    }

    private @Nullable Assessment option(Command command, String word) {
        Option option = command.options().get(word);
        if (option == null && isNumbered(word)) {
            option = command.options().get(Command.NUMBERED);
        }
        if (option != null) {
            tree |= command.trees().contains(word);
            return option.value() == null || option.optional() ? next() : separateValue(command, option, word);
        }
        if (word.startsWith("--")) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            option = equals < 0 ? null : command.options().get(name);
            tree |= command.trees().contains(name);
            return option == null ? unknown(command, name) : attachedValue(command, option, name, equals + 1);
        }
        return command.bundles() ? bundle(command, word) : unknown(command, word);
    }

    private @Nullable Assessment bundle(Command command, String word) {
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            Option option = command.options().get(name);
            if (option == null) {
                return unknown(command, name);
            }
            tree |= command.trees().contains(name);
            if (option.value() != null) {
                if (i + 1 < word.length()) {
                    return attachedValue(command, option, name, i + 1);
                }
                return option.optional() ? next() : separateValue(command, option, name);
            }
        }
        return word.length() == 1 ? unknown(command, word) : next();
    }

    private @Nullable Assessment next() {
        at++;
        return null;
    }

    private @Nullable Assessment attachedValue(Command command, Option option, String name, int from) {
        if (option.value() == null) {
            return Refused.option(command.name(), place(at), name, " takes no value.");
        }
        firstGiven |= option.firstOperand();
        Assessment refused = word(option.value(), words.get(at).substring(from), at, true, Reach.ITSELF);
        at++;
        return refused;
    }

    private @Nullable Assessment separateValue(Command command, Option option, String name) {
        at++;
        if (option.value() == null || at == words.size()) {
            return Refused.option(command.name(), place(at - 1), name, " needs a value.");
        }
        firstGiven |= option.firstOperand();
        Assessment refused = word(option.value(), words.get(at), at, false, Reach.ITSELF);
        at++;
        return refused;
    }

    private Assessment unknown(Command command, String name) {
        return Refused.option(command.name(), place(at), name, " is not among those that may be used.");
    }

    private static boolean isNumbered(String word) {
        if (word.length() < 2 || word.length() > 10) {
            return false;
        }
        for (int i = 1; i < word.length(); i++) {
            if (!Characters.digit(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Only now is it known which operand is the first. */
    private @Nullable Assessment operands(Command command) {
        int first = separated ? before : count;
        if (first > 0 && command.separator() == Separator.REQUIRED) {
            return Refused.operand(place(operands[0]), "write -- before the operands of " + command.name() + ".");
        }
        List<Word> after = command.afterSeparator();
        int offset = firstGiven ? 1 : 0;
        if ((after == null ? count : first) + offset < command.least()) {
            return Refused.missing(command.name(), after != null);
        }
        tree |= command.always();
        Reach reach = tree ? Reach.TREE : command.two() && count == 2 ? Reach.TREE_IF_ANY : Reach.ITSELF;
        boolean named = false;
        for (int i = 0; i < count; i++) {
            boolean own = after == null || i < first;
            List<Word> places = own || after == null ? command.operands() : after;
            int place = own ? i + offset : i - first;
            if (place >= places.size()) {
                return Refused.operand(place(operands[i]), tooMany(command, places.isEmpty(), own && after != null));
            }
            Word rule = places.get(place);
            Assessment refused = word(rule, words.get(operands[i]), operands[i], i >= first, reach);
            if (refused != null) {
                return refused;
            }
            named |= rule.names();
        }
        Word here = command.here();
        return here == null || !tree || named ? null : here(command, here);
    }

    private @Nullable Assessment here(Command command, Word directory) {
        return switch (directory.judge(".", 0, false, Reach.TREE, lookups)) {
            case Assessment.Fit fit -> null;
            case Assessment.Unfit unfit -> Refused.everythingBelow(command.name(), unfit);
        };
    }

    private static String tooMany(Command command, boolean none, boolean elsewhere) {
        String said = command.name() + (none ? " takes no operands here" : " takes no more operands here");
        return said + (elsewhere ? "; paths stand after --." : ".");
    }

    private @Nullable Assessment word(Word rule, String word, int index, boolean dashed, Reach reach) {
        return switch (rule.judge(word, place(index), dashed, reach, lookups)) {
            case Assessment.Unfit refused -> refused;
            case Assessment.Fit(JsonObject facts) -> {
                if (!facts.members().isEmpty()) {
                    found.add(JsonObject.builder()
                            .put("word", JsonNumber.of(index))
                            .put("facts", facts)
                            .build());
                }
                yield null;
            }
        };
    }

    /** Where the caller sees the word, from 0. */
    private int place(int index) {
        return index - unseen;
    }
}
