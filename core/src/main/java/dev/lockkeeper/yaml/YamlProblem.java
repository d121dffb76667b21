package dev.lockkeeper.yaml;

/** One mistake in a file, in a sentence that helps to mend it. */
public record YamlProblem(Position position, String message) implements Comparable<YamlProblem> {

    private static final int MAX_QUOTED = 60;

    @Override
    public int compareTo(YamlProblem other) {
        int lines = Integer.compare(position.line(), other.position.line());
        return lines != 0 ? lines : Integer.compare(position.column(), other.position.column());
    }

    @Override
    public String toString() {
        return position + ": " + message;
    }

    /** A text of the file as a message may quote it: bounded, and without control or formatting characters. */
    public static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().limit(MAX_QUOTED).forEach(c -> {
            if (c >= 0x20 && c < 0x7f || c > 0xa0 && Character.isLetterOrDigit(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format("\\u%04x", c));
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > MAX_QUOTED ? "…\"" : "\"")
                .toString();
    }
}
