package dev.lockkeeper.yaml;

/**
 * A place in a file. A record component of this type is no key: it gets the place of the mapping.
 *
 * @param file the file's name as the reader was told it
 * @param line from 1; 0 where there is no file
 * @param column from 1, in Unicode code points
 */
public record Position(String file, int line, int column) {

    /** Of what was not read from a file. */
    public static final Position NONE = new Position("", 0, 0);

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
