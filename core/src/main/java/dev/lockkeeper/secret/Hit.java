package dev.lockkeeper.secret;

/**
 * Something that was found in a text.
 *
 * @param start of its first UTF-16 code unit
 * @param end after its last one; above {@code start}
 */
public record Hit(Kind kind, int start, int end, Confidence confidence) {

    public Hit {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a hit is a part of a text");
        }
    }
}
