package dev.lockkeeper.audit;

/** Text of others, made fit for one line of a terminal. */
final class Printable {

    private static final int LONGEST_NAME = 80;

    private Printable() {}

    /** A name, cut where it is long. */
    static String name(String name) {
        String line = line(name);
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "…";
    }

    /** The text with controls, line ends and changes of direction escaped. */
    static String line(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean shown = switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED -> false;
                default -> true;
            };
            if (shown) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format(java.util.Locale.ROOT, "\\u{%x}", c));
            }
        });
        return out.toString();
    }
}
