package dev.lockkeeper.yaml;

import java.util.List;

/** A piece of a YAML document with its place. */
sealed interface YamlNode {

    Position position();

    /**
     * A text.
     *
     * @param plain whether it stands without quotes, so that it may mean a number, a boolean or nothing
     * @param content where the text itself begins
     * @param verbatim whether it stands in the file character by character
     */
    record Scalar(String text, boolean plain, Position position, Position content, boolean verbatim)
            implements YamlNode {}

    record Sequence(List<YamlNode> items, Position position) implements YamlNode {}

    /** @param entries with unique keys, in the order of the file */
    record Mapping(List<Entry> entries, Position position) implements YamlNode {}

    record Entry(String key, Position position, YamlNode value) {}

    /** What was found wrong already; nothing more is said of it. */
    record Broken(Position position) implements YamlNode {}
}
