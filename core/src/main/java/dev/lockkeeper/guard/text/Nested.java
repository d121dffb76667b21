package dev.lockkeeper.guard.text;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.reason.Reason;
import java.util.List;

/**
 * Finds the texts that are nested inside of a text, so that guards judge them too: the strings and member names of JSON,
 * and what percent-encoding (RFC 3986), base64 and base64url (RFC 4648), hexadecimal, HTML character references and
 * escapes such as <code>&#92;u002e</code> stand for. Base64 and hexadecimal count where they decode to printable UTF-8:
 * the whole text from 8 characters, a word in it from 16. JSON counts where it is the whole text and read strictly.
 *
 * <p>Decoded texts are unfolded in turn, to the depth of the settings; together they have four times as many characters
 * as the text, or 4,096 if that is more, and never more than 8,388,608. Time is linear in the text. Immutable and
 * thread-safe.
 */
public final class Nested {

    private final NestedSettings settings;

    /** @throws IllegalArgumentException when a bound is less than one */
    public Nested(NestedSettings settings) {
        if (settings.depth() < 1 || settings.pieces() < 1) {
            throw new IllegalArgumentException("The depth and the number of nested texts are at least 1.");
        }
        this.settings = settings;
    }

    /**
     * A nested text.
     *
     * @param how the codings from the outside in, such as {@code json /edits/0/path > percent}
     * @param depth how many codings that are, from 1
     */
    public record Piece(String text, String how, int depth) {}

    /**
     * What is nested in a text.
     *
     * @param pieces the nested texts, each once, the outer before the inner
     * @param tooDeep whether there is more than the bounds allow, or JSON that two parsers read differently; what holds
     *     the text is refused then
     */
    public record Unfolded(List<Piece> pieces, boolean tooDeep) {

        static final Unfolded NOTHING = new Unfolded(List.of(), false);

        public Unfolded {
            pieces = List.copyOf(pieces);
        }

        /** The refusal where there is too much, or no objection. */
        public Assessment assessment() {
            return tooDeep
                    ? Assessment.unfit(
                            Reason.NESTED_TOO_DEEP,
                            "The text holds too many encoded texts, or they are encoded too many times over; send it plain.")
                    : Assessment.fit();
        }
    }

    /** What is nested in the text; where nothing looks like it, the answer takes one pass and no allocation. */
    public Unfolded unfold(String text) {
        return NestedSigns.in(text) ? new Unfolding(settings, text).unfold() : Unfolded.NOTHING;
    }
}
