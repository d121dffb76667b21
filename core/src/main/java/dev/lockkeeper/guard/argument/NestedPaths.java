package dev.lockkeeper.guard.argument;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;

/**
 * Judges a path, and those that it would be for a server that decodes it: a list of paths in JSON, or base64. What
 * decodes to nothing that leads anywhere is a name like any other.
 *
 * @param windows whether paths are written as on Windows
 */
record NestedPaths(ValueGuard path, Nested nested, boolean windows) implements ValueGuard {

    @Override
    public Assessment judge(Json value) {
        Assessment plain = path.judge(value);
        if (plain instanceof Assessment.Unfit || !(value instanceof JsonString(String text))) {
            return plain;
        }
        // Where a backslash separates, it is no escape: C:\\work\\x86 is a directory.
        Nested.Unfolded unfolded = nested.unfold(windows ? text.replace('\\', '/') : text);
        if (unfolded.tooDeep()) {
            return unfolded.assessment();
        }
        for (Nested.Piece piece : unfolded.pieces()) {
            if (leads(piece.text()) && path.judge(new JsonString(piece.text())) instanceof Assessment.Unfit unfit) {
                return unfit;
            }
        }
        return plain;
    }

    private static boolean leads(String text) {
        return text.startsWith("/")
                || text.startsWith("~")
                || text.contains("..")
                || text.indexOf('\\') >= 0
                || text.indexOf('\0') >= 0
                || text.contains(":/");
    }
}
