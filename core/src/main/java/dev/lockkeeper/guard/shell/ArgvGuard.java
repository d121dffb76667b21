package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.Lookups;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of words that no shell reads: the command and its arguments, or only the arguments of the command that the
 * settings name. Each word is handed on as it is; where it may be any text, what a shell would take for an operator is
 * text as well. The facts are those of {@link ShellGuard}, the command first.
 */
public final class ArgvGuard implements ValueGuard {

    private final Commands commands;

    /**
     * @param operands the guards of paths and addresses
     * @throws IllegalArgumentException where the settings make no sense, in words for an operator
     */
    public ArgvGuard(ShellSettings settings, Operands operands) {
        commands = new Commands(settings, operands);
    }

    @Override
    public Assessment judge(Json value) {
        return judge(value, new Lookups());
    }

    @Override
    public Assessment judge(Json value, Lookups lookups) {
        if (!(value instanceof JsonArray(List<Json> items))) {
            return Assessment.unfit(Reason.ARGUMENT_TYPE, "A command is a list of strings.");
        }
        String fixed = commands.fixed();
        int unseen = fixed == null ? 0 : 1;
        if (items.size() + unseen > commands.most()) {
            return Refused.tooManyWords(commands.most());
        }
        List<String> words = new ArrayList<>(items.size() + unseen);
        if (fixed != null) {
            words.add(fixed);
        }
        Assessment refused = read(items, words);
        return refused == null ? commands.judge(words, unseen, lookups) : refused;
    }

    private @Nullable Assessment read(List<Json> items, List<String> words) {
        int length = 0;
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof JsonString(String word))) {
                return Assessment.unfit(Reason.ARGUMENT_TYPE, "A command is a list of strings only.");
            }
            length += word.length();
            if (length > commands.longest()) {
                return Refused.tooLong(commands.longest());
            }
            if (!visible(word)) {
                return Assessment.unfit(
                        Reason.SHELL_SYNTAX, "Word " + (i + 1) + " holds a character that cannot be seen.");
            }
            words.add(word);
        }
        return null;
    }

    private static boolean visible(String word) {
        for (int i = 0; i < word.length(); ) {
            int point = word.codePointAt(i);
            if (!Characters.visible(point) && point != '\t' && point != '\n') {
                return false;
            }
            i += Character.charCount(point);
        }
        return true;
    }
}
