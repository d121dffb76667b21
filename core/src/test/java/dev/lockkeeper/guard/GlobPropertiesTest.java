package dev.lockkeeper.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GlobPropertiesTest {

    @Property(tries = 5000)
    void a_pattern_over_names_means_its_regular_expression(
            @ForAll("patterns") String pattern, @ForAll("texts") String text) {
        assertThat(Glob.name(pattern).matches(text)).isEqualTo(naive(pattern, ".*", ".", text));
    }

    @Property(tries = 5000)
    void a_pattern_over_uris_means_its_regular_expression(
            @ForAll("patterns") String pattern, @ForAll("texts") String text) {
        assertThat(Glob.uri(pattern).matches(text)).isEqualTo(naive(pattern, "[^/]*", "[^/]", text));
    }

    @Property
    void a_text_matches_itself(@ForAll("texts") String text) {
        assertThat(Glob.name(text).matches(text)).isTrue();
        assertThat(Glob.uri(text).matches(text)).isTrue();
    }

    /** Few letters, so that matches are common. */
    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars('a', 'b', '/', '*', '*', '?').ofMaxLength(7);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'b', '/').ofMaxLength(7);
    }

    private static boolean naive(String pattern, String star, String one, String text) {
        var expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            int run = i;
            while (c == '*' && run < pattern.length() && pattern.charAt(run) == '*') {
                run++;
            }
            expression.append(
                    switch (c) {
                        case '*' -> run - i > 1 ? ".*" : star;
                        case '?' -> one;
                        default -> Pattern.quote(String.valueOf(c));
                    });
            i = Math.max(run, i + 1);
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }
}
