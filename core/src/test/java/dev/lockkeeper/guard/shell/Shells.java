package dev.lockkeeper.guard.shell;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Guards and commands for tests of how text becomes words. */
final class Shells {

    /** A command that takes anything. */
    static final ShellSettings ANYTHING = ShellSettings.of(
                    Map.of("note", CommandRules.NOTHING.withOperands(OperandRule.of(OperandType.TEXT, 4000))))
            .withBounds(100_000, 4001);

    private Shells() {}

    /** The words of a command that passes. */
    static Optional<List<String>> words(Assessment assessment) {
        return assessment instanceof Assessment.Fit(JsonObject facts) && facts.get("words") instanceof JsonArray words
                ? Optional.of(words.items().stream()
                        .map(word -> ((JsonString) word).value())
                        .toList())
                : Optional.empty();
    }

    /** Puts into apostrophes what must be. */
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
