package dev.lockkeeper.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    @Test
    void members_are_sorted_by_utf_16_code_units_as_in_rfc_8785() throws JsonRefused {
        // The example of RFC 8785, section 3.2.3: U+1F600 sorts by its first surrogate, before U+FB33; the control is
        // escaped, unlike there.
        String text = "{\"\u20ac\":1,\"\\r\":2,\"\ufb33\":3,\"1\":4,\"\ud83d\ude00\":5,\"\u0080\":6,\"\u00f6\":7}";
        assertThat(canonical(text))
                .isEqualTo(
                        "{\"\\r\":2,\"1\":4,\"\\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    @Test
    void two_spellings_of_a_number_stay_two() throws JsonRefused {
        assertThat(canonical("[1.0, 1, 1e0, -0]")).isEqualTo("[1.0,1,1e0,-0]");
    }

    @Test
    void the_order_of_an_array_stays() throws JsonRefused {
        assertThat(canonical(" [ {\"b\" : 1, \"a\" : [3,1,2]} ] ")).isEqualTo("[{\"a\":[3,1,2],\"b\":1}]");
    }

    @Test
    void the_digest_is_the_sha_256_of_the_canonical_form() throws JsonRefused {
        // printf '{"a":1}' | sha256sum
        assertThat(CanonicalJson.digest(new JsonReader(JsonLimits.DEFAULT).read("{ \"a\" : 1 }".getBytes(UTF_8))))
                .isEqualTo("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
    }

    private static String canonical(String text) throws JsonRefused {
        return new String(CanonicalJson.bytes(new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(UTF_8))), UTF_8);
    }
}
