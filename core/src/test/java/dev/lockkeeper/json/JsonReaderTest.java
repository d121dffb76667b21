package dev.lockkeeper.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JsonReaderTest {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    @TestFactory
    Stream<DynamicTest> every_case_of_the_table() {
        return CaseTable.tests(
                "json/reader.yaml",
                Set.of("text", "bytes", "encode", "repeat", "close", "refused", "reads"),
                JsonReaderTest::check);
    }

    private static void check(Case one) {
        byte[] text = bytes(one);
        String outcome;
        try {
            outcome = READER.read(text).text();
        } catch (JsonRefused e) {
            outcome = e.reason().code();
        }
        String wanted = one.has("refused") ? one.text("refused") : one.text("reads");
        // Not isEqualTo, which would print megabytes.
        assertThat(outcome.equals(wanted.equals("same") ? new String(text, UTF_8) : wanted))
                .as("%s: got %s", one.name(), outcome.substring(0, Math.min(80, outcome.length())))
                .isTrue();
    }

    private static byte[] bytes(Case one) {
        if (one.has("bytes")) {
            return HexFormat.of().parseHex(one.text("bytes"));
        }
        if (one.has("encode")) {
            return one.list("encode")
                    .getLast()
                    .toString()
                    .getBytes(Charset.forName(one.list("encode").getFirst().toString()));
        }
        if (one.has("repeat")) {
            var parts = one.list("repeat");
            int times = (Integer) parts.get(2);
            String text = parts.get(0) + parts.get(1).toString().repeat(times) + parts.get(3);
            return (text + one.text("close", "").repeat(times)).getBytes(UTF_8);
        }
        return one.text("text").getBytes(UTF_8);
    }

    @Test
    void an_object_has_as_many_members_as_allowed_and_not_one_more() throws JsonRefused {
        int most = JsonLimits.DEFAULT.members();
        assertThat(READER.read(objectOf(most, i -> "m" + i))).isInstanceOf(JsonObject.class);
        assertRefused(READER, objectOf(most + 1, i -> "m" + i), Reason.JSON_BOUND);
    }

    @Test
    void names_of_one_hash_neither_slow_the_reader_nor_spoil_it_for_others() throws JsonRefused {
        // "aa" and "b@" hash alike where a hash multiplies by 33, and "Aa" and "BB" where it multiplies by 31.
        for (String[] pair : new String[][] {{"aa", "b@"}, {"Aa", "BB"}}) {
            byte[] hostile = objectOf(8192, i -> blocks(i, pair));
            assertThat(((JsonObject) READER.read(hostile)).members()).hasSize(8192);
        }
        assertThat(READER.read("{\"aaaaaaaaaaaaaaaaaaaaaaaaaa\":1}".getBytes(UTF_8)))
                .isInstanceOf(JsonObject.class);
    }

    @Test
    void bounds_are_those_of_the_limits_given() {
        var small = new JsonReader(new JsonLimits(64, 2, 4, 3, 5, 7, 2, 1));
        assertRefused(small, " ".repeat(65).getBytes(UTF_8), Reason.JSON_TOO_LARGE);
        for (String bad :
                Set.of("[[[]]]", "\"12345\"", "{\"1234\":1}", "123456", "1e8", "[1,2,3]", "{\"a\":1,\"b\":2}")) {
            assertRefused(small, bad.getBytes(UTF_8), Reason.JSON_BOUND);
        }
        for (String good : Set.of("[[]]", "\"1234\"", "{\"123\":1}", "12345", "1e7", "[1,2]", "{\"a\":1}")) {
            assertThat(read(small, good).text()).isEqualTo(good);
        }
    }

    @Test
    void a_refusal_quotes_nothing_of_the_text() {
        assertThatThrownBy(() -> READER.read("{\"s3cret\":1,\"s3cret\":2}".getBytes(UTF_8)))
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> READER.read("[s3cret]".getBytes(UTF_8))).hasMessageNotContaining("s3cret");
    }

    @Test
    void numbers_are_exact_values() {
        assertThat(((JsonNumber) read(READER, "1e400")).value()).isEqualByComparingTo("1e400");
        assertThat(((JsonNumber) read(READER, "0.1")).value()).isEqualByComparingTo("0.1");
    }

    private static Json read(JsonReader reader, String text) {
        try {
            return reader.read(text.getBytes(UTF_8));
        } catch (JsonRefused e) {
            throw new AssertionError(text, e);
        }
    }

    private static void assertRefused(JsonReader reader, byte[] text, Reason reason) {
        assertThatThrownBy(() -> reader.read(text))
                .as(() -> new String(text, 0, Math.min(text.length, 40), UTF_8))
                .isInstanceOfSatisfying(
                        JsonRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] objectOf(int members, IntFunction<String> name) {
        return IntStream.range(0, members)
                .mapToObj(i -> "\"" + name.apply(i) + "\":0")
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(UTF_8);
    }

    private static String blocks(int bits, String[] pair) {
        return IntStream.range(0, 13).mapToObj(b -> pair[bits >> b & 1]).collect(Collectors.joining());
    }
}
