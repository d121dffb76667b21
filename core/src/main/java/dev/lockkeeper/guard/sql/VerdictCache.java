package dev.lockkeeper.guard.sql;

import dev.lockkeeper.guard.Assessment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to the statements that came last, bounded by their number and by their length together. Thread-safe. */
final class VerdictCache {

    private final int mostEntries;
    private final int mostCharacters;
    private final LinkedHashMap<String, Assessment> answers = new LinkedHashMap<>(64, 0.75f, true);
    private int characters;

    VerdictCache(int mostEntries, int mostCharacters) {
        this.mostEntries = mostEntries;
        this.mostCharacters = mostCharacters;
    }

    synchronized @Nullable Assessment get(String statement) {
        return answers.get(statement);
    }

    synchronized void put(String statement, Assessment answer) {
        if (statement.length() > mostCharacters) {
            return;
        }
        if (answers.put(statement, answer) == null) {
            characters += statement.length();
        }
        var oldest = answers.entrySet().iterator();
        while (answers.size() > mostEntries || characters > mostCharacters) {
            Map.Entry<String, Assessment> entry = oldest.next();
            characters -= entry.getKey().length();
            oldest.remove();
        }
    }

    synchronized int size() {
        return answers.size();
    }
}
