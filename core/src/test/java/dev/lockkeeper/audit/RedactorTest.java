package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RedactorTest {

    private static final byte[] KEY = new byte[32];

    private final Redactor redactor = new Redactor(
            KEY, new RedactionRules(Set.of("internalNote"), Set.of("API_KEY_HINT_TOKEN"), List.of("ACME-[0-9]+")));

    private static Json testdata(String file) throws Exception {
        Path path = Path.of(System.getProperty("lockkeeper.root"), "testdata", "redaction", file);
        return new JsonReader(JsonLimits.DEFAULT).read(Files.readAllBytes(path));
    }

    private static Stream<String> strings(JsonObject object, String member) {
        return Objects.requireNonNull(object.array(member)).items().stream().map(item -> ((JsonString) item).value());
    }

    @TestFactory
    Stream<DynamicTest> every_name_is_judged_as_the_table_says() throws Exception {
        var names = (JsonObject) testdata("names.json");
        return Stream.of(
                        strings(names, "secret").map(name -> judged(name, new JsonString("some value"), true)),
                        strings(names, "plain").map(name -> judged(name, new JsonString("some value"), false)),
                        strings(names, "plainNumber").map(name -> judged(name, JsonNumber.of(512), false)))
                .flatMap(tests -> tests);
    }

    private DynamicTest judged(String name, Json value, boolean secret) {
        return dynamicTest("'" + name + "'", () -> {
            var body = JsonObject.EMPTY.with("params", JsonObject.EMPTY.with(name, value));
            var expected = secret ? new JsonString(redactor.digest(value)) : value;
            assertThat(redactor.redact(body))
                    .isEqualTo(JsonObject.EMPTY.with("params", JsonObject.EMPTY.with(name, expected)));
        });
    }

    @TestFactory
    Stream<DynamicTest> every_secret_of_the_table_is_replaced() throws Exception {
        return ((JsonArray) testdata("values.json"))
                .items().stream()
                        .map(JsonObject.class::cast)
                        .map(row -> dynamicTest(Objects.requireNonNull(row.string("name")), () -> {
                            String secret = Objects.requireNonNull(row.string("secret"));
                            JsonObject body = Objects.requireNonNull(row.object("body"));
                            assertThat(body.text()).contains(secret);
                            assertThat(redactor.redact(body).text())
                                    .doesNotContain(secret)
                                    .contains("hmac-sha256:");
                        }));
    }

    @Test
    void what_is_around_a_secret_stays() {
        var body = JsonObject.EMPTY.with(
                "params", JsonObject.EMPTY.with("url", "https://ann:hunter22@e.example/x?token=abc&z=2"));
        assertThat(redactor.redact(body).text())
                .contains("https://ann:hmac-sha256:")
                .contains("@e.example/x?token=hmac-sha256:")
                .endsWith("&z=2\"}}");
    }

    @Test
    void what_holds_no_secret_stays_as_it_is() {
        var body = JsonObject.EMPTY
                .with("caller", "token:alice")
                .with("target", "read_text_file")
                .with("digest", "00")
                .with("params", JsonObject.EMPTY.with("path", "/tmp/x").with("text", "a = b; the token is there: {x}"));
        assertThat(redactor.redact(body)).isEqualTo(body);
    }

    @Test
    void the_digest_is_the_hmac_of_the_plain_digest_of_the_canonical_form() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        Json value = JsonObject.EMPTY.with("b", "x").with("a", JsonNumber.of(1));
        String expected =
                HexFormat.of().formatHex(mac.doFinal(CanonicalJson.digest(value).getBytes(StandardCharsets.US_ASCII)));
        assertThat(redactor.digest(value)).isEqualTo("hmac-sha256:" + expected);
    }

    @Test
    void a_plain_digest_of_parameters_with_a_secret_becomes_a_keyed_one() {
        var params = JsonObject.EMPTY.with("pin_code", "1234");
        var body = JsonObject.EMPTY.with("params", params).with("digest", CanonicalJson.digest(params));
        assertThat(redactor.redact(body).string("digest")).isEqualTo(redactor.digest(params));
    }

    @Test
    void the_digest_of_a_result_is_keyed_and_can_be_proven_by_the_result() {
        var result = JsonObject.EMPTY.with("pin", "1234");
        var body = JsonObject.EMPTY.with("outcome", "released").with("digest", CanonicalJson.digest(result));
        assertThat(redactor.redact(body).string("digest"))
                .isEqualTo(redactor.digest(result))
                .isNotEqualTo(new Redactor(new byte[] {1}, RedactionRules.DEFAULT).digest(result));
    }

    @Test
    void a_secret_in_a_target_or_in_an_unknown_method_is_replaced() {
        String token = "ghp_0123456789012345678901234567890123456789";
        JsonObject redacted = redactor.redact(JsonObject.EMPTY
                .with("target", "https://db.example/?password=hunter2")
                .with("method", "x/" + token));
        assertThat(redacted.text()).doesNotContain("hunter2").doesNotContain(token);
    }

    @Test
    void a_secret_that_equals_one_of_the_records_own_words_cannot_hide_the_record() {
        var body = JsonObject.EMPTY
                .with("outcome", "granted")
                .with("caller", "os:ann")
                .with("target", "write_file")
                .with("params", JsonObject.EMPTY.with("password", "write_file").with("token", "granted"));
        JsonObject redacted = redactor.redact(body);
        assertThat(redacted.string("outcome")).isEqualTo("granted");
        assertThat(redacted.string("target")).isEqualTo("write_file");
        assertThat(redacted.members().keySet()).isEqualTo(body.members().keySet());
    }

    @Test
    void a_text_full_of_secrets_is_redacted_in_time_and_space() {
        String text = "abcd ".repeat(200_000) + "password=abcd ".repeat(20_000);
        var body = JsonObject.EMPTY.with(
                "params", JsonObject.EMPTY.with("password", "abcd").with("text", text));
        assertThat(redactor.redact(body).text()).doesNotContain("abcd ");
    }

    @Test
    void a_pattern_that_is_no_pattern_or_finds_nothing_in_particular_is_refused() {
        for (String pattern : List.of("(", "a*", "(?=x)")) {
            assertThatThrownBy(() -> new RedactionRules(Set.of(), Set.of(), List.of(pattern)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
