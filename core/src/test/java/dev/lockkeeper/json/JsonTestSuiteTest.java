package dev.lockkeeper.json;

import static dev.lockkeeper.reason.Reason.JSON_BOUND;
import static dev.lockkeeper.reason.Reason.JSON_DUPLICATE_MEMBER;
import static dev.lockkeeper.reason.Reason.JSON_ENCODING;
import static dev.lockkeeper.reason.Reason.JSON_LONE_SURROGATE;
import static dev.lockkeeper.reason.Reason.JSON_MALFORMED;
import static dev.lockkeeper.reason.Reason.JSON_NUL_IN_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.Corpora;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The files of JSONTestSuite: {@code n_} must be refused, {@code y_} accepted, {@code i_} is left to the reader. */
class JsonTestSuiteTest {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    /** Valid JSON that is refused on purpose: two parsers could read it differently. */
    private static final Map<String, Reason> REFUSED_ON_PURPOSE = Map.of(
            "y_object_duplicated_key.json", JSON_DUPLICATE_MEMBER,
            "y_object_duplicated_key_and_value.json", JSON_DUPLICATE_MEMBER,
            "y_object_escaped_null_in_key.json", JSON_NUL_IN_NAME);

    /** Where the suite leaves the choice and Lockkeeper refuses; every other {@code i_} file is accepted. */
    private static final Map<String, Reason> REFUSED_BY_CHOICE = new TreeMap<>();

    static {
        for (String name : List.of(
                "i_string_1st_surrogate_but_2nd_missing.json",
                "i_string_incomplete_surrogate_and_escape_valid.json",
                "i_string_incomplete_surrogate_pair.json",
                "i_string_incomplete_surrogates_escape_valid.json",
                "i_string_invalid_lonely_surrogate.json",
                "i_string_invalid_surrogate.json",
                "i_string_inverted_surrogates_U+1D11E.json",
                "i_string_lone_second_surrogate.json",
                "i_string_1st_valid_surrogate_2nd_invalid.json")) {
            REFUSED_BY_CHOICE.put(name, JSON_LONE_SURROGATE);
        }
        for (String name : List.of(
                "i_string_UTF-16LE_with_BOM.json",
                "i_string_UTF-8_invalid_sequence.json",
                "i_string_UTF8_surrogate_U+D800.json",
                "i_string_invalid_utf-8.json",
                "i_string_iso_latin_1.json",
                "i_string_lone_utf8_continuation_byte.json",
                "i_string_not_in_unicode_range.json",
                "i_string_overlong_sequence_2_bytes.json",
                "i_string_overlong_sequence_6_bytes.json",
                "i_string_overlong_sequence_6_bytes_null.json",
                "i_string_truncated-utf-8.json",
                "i_string_utf16BE_no_BOM.json",
                "i_string_utf16LE_no_BOM.json",
                "i_structure_UTF-8_BOM_empty_object.json")) {
            REFUSED_BY_CHOICE.put(name, JSON_ENCODING);
        }
        for (String name : List.of(
                "i_number_huge_exp.json",
                "i_number_real_neg_overflow.json",
                "i_number_real_pos_overflow.json",
                "i_number_real_underflow.json",
                "i_structure_500_nested_arrays.json")) {
            REFUSED_BY_CHOICE.put(name, JSON_BOUND);
        }
        // Half of a surrogate pair in a name does not get as far as one in a value.
        REFUSED_BY_CHOICE.put("i_object_key_lone_2nd_surrogate.json", JSON_MALFORMED);
    }

    @TestFactory
    Stream<DynamicTest> every_file_gets_its_answer() {
        return suite().entrySet().stream()
                .map(file -> dynamicTest(
                        file.getKey(),
                        () -> check(file.getKey(), refusal(file.getValue()).orElse(null))));
    }

    @Test
    void the_suite_is_whole() {
        var names = suite().keySet();
        assertThat(names).filteredOn(name -> name.startsWith("n_")).hasSize(188);
        assertThat(names).filteredOn(name -> name.startsWith("y_")).hasSize(95);
        assertThat(names).filteredOn(name -> name.startsWith("i_")).hasSize(35);
        assertThat(names).containsAll(REFUSED_ON_PURPOSE.keySet()).containsAll(REFUSED_BY_CHOICE.keySet());
    }

    private static void check(String name, @Nullable Reason refusal) {
        switch (name.charAt(0)) {
            case 'n' -> assertThat(refusal).as(name).isNotNull();
            case 'y' -> assertThat(refusal).as(name).isEqualTo(REFUSED_ON_PURPOSE.get(name));
            default -> assertThat(refusal).as(name).isEqualTo(REFUSED_BY_CHOICE.get(name));
        }
    }

    private static Optional<Reason> refusal(byte[] text) {
        try {
            READER.read(text);
            return Optional.empty();
        } catch (JsonRefused e) {
            return Optional.of(e.reason());
        }
    }

    private static Map<String, byte[]> suite() {
        Map<String, byte[]> files = new TreeMap<>();
        Corpora.unpack("conformance/jsontestsuite-test_parsing.tgz").forEach((path, content) -> {
            if (path.endsWith(".json")) {
                files.put(path.substring(path.lastIndexOf('/') + 1), content);
            }
        });
        return files;
    }
}
