package dev.lockkeeper.yaml;

/**
 * A value with its place.
 *
 * @param position where the value's text begins, after a quote or block indicator
 * @param verbatim whether the value stands in the file character by character, so that places inside it can be told
 */
public record Located<T>(T value, Position position, boolean verbatim) {

    /**
     * The place inside the value.
     *
     * @param line from 1
     * @param column from 1
     */
    public Position at(int line, int column) {
        if (!verbatim) {
            return position;
        }
        return new Position(position.file(), position.line() + line - 1, position.column() + column - 1);
    }
}
