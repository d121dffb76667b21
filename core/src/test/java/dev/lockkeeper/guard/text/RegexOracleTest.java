package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** The backtracking engine of the JDK counts its own steps on what the guard allows. */
class RegexOracleTest {

    private static final RegexGuard GUARD =
            new RegexGuard(new RegexSettings(1000, 1000, RegexSettings.Lookaround.ALLOW));
    private static final List<String> QUANTIFIERS =
            List.of("", "", "", "", "*", "+", "?", "*?", "+?", "{2}", "{0,3}", "{2,}", "{1,8}", "*+");
    private static final List<String> PLACES = List.of("^", "$", "\\b", "(?=ab)", "(?!.*b)", "(?<=a)");
    private static final List<String> GROUPS = List.of("(", "(?:", "(?i:");
    private static final List<String> ATOMS = List.of(
            "a", "a", "b", "c", "A", "1", "-", ".", "\\w", "\\d", "\\s", "\\W", "[ab]", "[^a]", "[a-c1]", "[^b-]",
            "ab");
    // With a back-reference anywhere the engine keeps no note of where a loop failed before; others never do.
    private static final String FORGETFUL = "|(?!)(?<none>x)\\k<none>";

    private static final int REPEATED = 120;
    private static final int FACTOR = 8;
    private static final AtomicInteger ALLOWED = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();

    @Property(tries = 8000)
    void what_is_allowed_takes_time_linear_in_the_text(
            @ForAll("expressions") String expression, @ForAll("pumps") List<String> pumps) {
        if (GUARD.judge(new JsonString(expression)) instanceof Assessment.Unfit) {
            REFUSED.incrementAndGet();
            return;
        }
        ALLOWED.incrementAndGet();
        assertThat(worst(expression, pumps)).as("%s by %s", expression, pumps).isLessThanOrEqualTo(1);
    }

    /** Or the property above would say nothing. */
    @Example
    void what_is_refused_is_seen_to_take_more() {
        List<String> pumps = List.of("a", "b", "ab", "-", "a-", "b");
        for (String expression : List.of(
                "(a+)+c",
                "(a|a)*c",
                "a*a*c",
                "\\w*\\d*a*c",
                ".*a.*c",
                "(a?b?)*c",
                "(?=a*a*c)b",
                "(a|b|ab)*-c",
                "a*\\W?a*c")) {
            assertThat(GUARD.judge(new JsonString(expression))).isInstanceOf(Assessment.Unfit.class);
            assertThat(worst(expression, pumps)).as(expression).isGreaterThan(1);
        }
    }

    /** The most steps in proportion to what is allowed, over all texts: for one text, and for one of twice its length. */
    private static double worst(String expression, List<String> pumps) {
        Pattern pattern = Pattern.compile(expression + FORGETFUL);
        List<String> once = texts(pumps, REPEATED);
        List<String> twice = texts(pumps, 2 * REPEATED);
        double worst = 0;
        for (int i = 0; i < once.size(); i++) {
            int slack = 16 * (expression.length() + 16);
            long some = steps(pattern, once.get(i));
            long more = steps(pattern, twice.get(i));
            worst = Math.max(worst, more / (2.4 * some + slack));
            worst = Math.max(
                    worst,
                    more / ((double) FACTOR * expression.length() * twice.get(i).length() + slack));
        }
        return worst;
    }

    private static long steps(Pattern pattern, String text) {
        var counted = new Counted(text);
        try {
            pattern.matcher(counted).lookingAt();
        } catch (TooManySteps e) {
            return Counted.MOST;
        }
        return counted.read;
    }

    /** Both sides must be seen, or the property above says nothing. */
    @AfterContainer
    static void expressions_of_both_kinds_were_generated() {
        assertThat(ALLOWED.get()).isGreaterThan(1000);
        assertThat(REFUSED.get()).isGreaterThan(1000);
    }

    @Provide
    Arbitrary<List<String>> pumps() {
        return Arbitraries.strings()
                .withChars("abcA1 -")
                .ofMinLength(1)
                .ofMaxLength(4)
                .list()
                .ofSize(6);
    }

    private static List<String> texts(List<String> pumps, int times) {
        List<String> texts = new ArrayList<>(List.of("a".repeat(times * 3), "ab".repeat(times)));
        for (int i = 0; i + 2 < pumps.size(); i++) {
            for (String end : List.of("", "\n!", pumps.get(i + 1))) {
                texts.add(pumps.get(i).repeat(times) + end);
                texts.add(pumps.get(i + 1)
                        + pumps.get(i).repeat(times)
                        + pumps.get(i + 2).repeat(times)
                        + end);
            }
        }
        return texts;
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.randomValue(random -> choice(random, 3)).filter(expression -> expression.length() < 60);
    }

    private static String choice(Random random, int depth) {
        return sequence(random, depth) + (random.nextInt(3) == 0 ? "|" + sequence(random, depth) : "");
    }

    private static String sequence(Random random, int depth) {
        var sequence = new StringBuilder();
        for (int items = 1 + random.nextInt(4); items > 0; items--) {
            int kind = random.nextInt(9);
            if (kind == 0) {
                sequence.append(one(random, PLACES));
            } else if (kind < 3 && depth > 0) {
                String start = one(random, GROUPS);
                sequence.append(start)
                        .append(choice(random, depth - 1))
                        .append(')')
                        .append(one(random, QUANTIFIERS));
            } else {
                sequence.append(one(random, ATOMS)).append(one(random, QUANTIFIERS));
            }
        }
        return sequence.toString();
    }

    private static String one(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    /** Ends a search that goes on too long. */
    private static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** A text that counts how often it is looked at. */
    private static final class Counted implements CharSequence {

        private static final long MOST = 10_000_000;

        private final String text;
        private long read;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++read > MOST) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
