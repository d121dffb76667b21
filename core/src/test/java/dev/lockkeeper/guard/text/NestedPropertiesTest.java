package dev.lockkeeper.guard.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.text.Nested.Piece;
import dev.lockkeeper.guard.text.Nested.Unfolded;
import dev.lockkeeper.json.JsonString;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NestedPropertiesTest {

    private static final Nested NESTED = new Nested(NestedSettings.defaults());

    /** Ways to hide a text in another one. */
    enum Coding {
        JSON_TEXT,
        JSON_MEMBER,
        PERCENT,
        BASE64,
        BASE64_URL,
        HEXADECIMAL,
        ENTITIES,
        ESCAPES;

        String encoded(String text) {
            byte[] octets = text.getBytes(UTF_8);
            return switch (this) {
                case JSON_TEXT -> new JsonString(text).text();
                case JSON_MEMBER -> "{\"x\":[" + new JsonString(text).text() + "]}";
                case PERCENT -> HexFormat.of().withPrefix("%").formatHex(octets);
                case BASE64 -> Base64.getEncoder().encodeToString(octets);
                case BASE64_URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
                case HEXADECIMAL -> HexFormat.of().formatHex(octets);
                case ENTITIES -> each(text, "&#%d;");
                case ESCAPES -> each(text, "\\u{%x}");
            };
        }

        private static String each(String text, String form) {
            return text.codePoints().mapToObj(form::formatted).collect(Collectors.joining());
        }
    }

    @Property(tries = 3000)
    void what_is_hidden_within_the_depth_is_found_or_told(
            @ForAll("secrets") String secret, @ForAll("codings") List<Coding> codings) {
        String text = secret;
        for (Coding coding : codings) {
            text = coding.encoded(text);
        }
        Unfolded unfolded = NESTED.unfold(text);
        assertThat(unfolded.tooDeep()
                        || unfolded.pieces().stream()
                                .anyMatch(piece -> piece.text().equals(secret)))
                .as("%s by %s", text, codings)
                .isTrue();
    }

    @Property(tries = 3000)
    void the_bounds_hold(@ForAll("texts") String text) {
        Unfolded unfolded = NESTED.unfold(text);
        assertThat(unfolded.pieces()).hasSizeLessThanOrEqualTo(256).doesNotHaveDuplicates();
        assertThat(unfolded.pieces()).extracting(Piece::depth).allMatch(depth -> depth >= 1 && depth <= 3);
        assertThat(unfolded.pieces()).extracting(Piece::text).doesNotContain(text, "");
        assertThat(unfolded.pieces().stream()
                        .mapToLong(piece -> piece.text().length())
                        .sum())
                .isLessThanOrEqualTo(Math.max(4096, 4L * text.length()));
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.of(
                "http://169.254.169.254/", "../../etc/passwd", "grüße\u200B aus dem Versteck", "日本語 の 秘密の文章");
    }

    @Provide
    Arbitrary<List<Coding>> codings() {
        return Arbitraries.of(Coding.class).list().ofMinSize(1).ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "%2e",
                        "%",
                        "%25",
                        "25",
                        "2e",
                        "&#46;",
                        "&amp;",
                        "#46;",
                        "\\u0025",
                        "\\u{26}",
                        "\\x5c",
                        "\\",
                        "u002e",
                        "aGVsbG8gd29ybGQh",
                        "SGVsbG8sIHdvcmxkIQ==",
                        "{\"a\":",
                        "}",
                        "[",
                        "]",
                        "\"",
                        ",",
                        " ",
                        "x",
                        "é",
                        "\uD800",
                        "68656c6c6f20776f726c6421")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }
}
