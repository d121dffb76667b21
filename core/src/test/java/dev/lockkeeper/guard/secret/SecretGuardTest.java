package dev.lockkeeper.guard.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.secret.Kind;
import dev.lockkeeper.secret.SecretCases;
import dev.lockkeeper.yaml.YamlBinder;
import dev.lockkeeper.yaml.YamlInvalid;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SecretGuardTest {

    private static final byte[] KEY = "a key of the tests, 32 bytes long".getBytes(UTF_8);
    private static final String TOKEN = "glpat-" + "w7Kq2ZnV9xRt4LbYc8Jd";
    private static final Directions STRICT = new Directions(Treatment.DENY, Treatment.REDACT);

    private final SecretGuard guard = new SecretGuard(SecretSettings.DEFAULT, KEY);
    private final SecretGuard strict = new SecretGuard(SecretSettings.DEFAULT.withPersonal(STRICT), KEY);

    private static Json json(String text) throws Exception {
        return new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(UTF_8));
    }

    private static JsonObject redacted(Screening screening) {
        assertThat(screening).isInstanceOf(Screening.Redacted.class);
        return (JsonObject) ((Screening.Redacted) screening).value();
    }

    @TestFactory
    Stream<DynamicTest> every_case_of_the_tables_is_judged_as_an_argument() {
        return SecretCases.TABLES.stream()
                .flatMap(table -> SecretCases.read(table).stream()
                        .map(row -> DynamicTest.dynamicTest(table + ": " + row.name(), () -> {
                            boolean personal = table.contains("personal");
                            Json value = row.member().isEmpty()
                                    ? row.value()
                                    : JsonObject.EMPTY.with(row.member(), row.value());
                            Assessment assessment = (personal ? strict : guard).judge(value);
                            if (row.find() == null) {
                                assertThat(assessment).isEqualTo(Assessment.fit());
                            } else {
                                Assessment.Unfit unfit = (Assessment.Unfit) assessment;
                                assertThat(unfit.reason())
                                        .isEqualTo(personal ? Reason.PERSONAL_FOUND : Reason.SECRET_FOUND);
                                assertThat(row.texts())
                                        .noneMatch(text -> text.length() > 5
                                                && unfit.message().contains(text));
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> every_case_of_the_tables_is_redacted_in_a_result() {
        return SecretCases.TABLES.stream()
                .flatMap(table -> SecretCases.read(table).stream()
                        .map(row -> DynamicTest.dynamicTest(table + ": " + row.name(), () -> {
                            SecretGuard one = table.contains("personal") ? strict : guard;
                            JsonObject value =
                                    JsonObject.EMPTY.with(row.member().isEmpty() ? "text" : row.member(), row.value());
                            Screening screening = one.screen(value);
                            if (row.find() == null) {
                                assertThat(screening).isEqualTo(Screening.Clean.CLEAN);
                            } else {
                                JsonObject clean = redacted(screening);
                                assertThat(one.screen(clean)).isEqualTo(Screening.Clean.CLEAN);
                                assertThat(row.part() == null ? List.of() : List.of(row.part()))
                                        .noneMatch(part -> clean.text().contains(part.toString()));
                            }
                        })));
    }

    @Test
    void a_refusal_says_what_and_where_and_not_what_it_is() throws Exception {
        var unfit = (Assessment.Unfit) guard.judge(json("{\"env\": [{\"x/y\": \"" + TOKEN + "\"}]}"));
        assertThat(unfit.message()).contains("a GitLab token at /env/0/x~1y").doesNotContain(TOKEN);
        assertThat(unfit.cause()).isEqualTo("1 gitlab-token at '/env/0/x~1y'");
        assertThat(unfit.reason()).isEqualTo(Reason.SECRET_FOUND);
    }

    @Test
    void a_member_name_that_is_a_secret_is_found_and_never_told() {
        JsonObject value = JsonObject.EMPTY.with(TOKEN, JsonObject.EMPTY.with("password", "hunter22"));
        var unfit = (Assessment.Unfit) guard.judge(value);
        assertThat(unfit.message() + unfit.cause()).doesNotContain(TOKEN);
        assertThat(redacted(guard.screen(value)).text()).doesNotContain(TOKEN).doesNotContain("hunter22");
    }

    @Test
    void names_speak_for_elements_pairs_and_options() throws Exception {
        for (String value : List.of(
                "{\"password\": [\"hunter22\"]}",
                "{\"env\": [{\"name\": \"DB_PASSWORD\", \"value\": \"hunter22\"}]}",
                "{\"headers\": [{\"key\": \"db-password\", \"value\": \"hunter22\"}]}",
                "{\"args\": [\"-v\", \"--password\", \"hunter22\"]}",
                "{\"body\": \"{\\\"user\\\": {\\\"password\\\": \\\"hunter22\\\"}}\"}",
                "{\"body\": \"[\\\"{\\\\\\\"password\\\\\\\": \\\\\\\"hunter22\\\\\\\"}\\\"]\"}")) {
            assertThat(guard.judge(json(value))).as(value).isInstanceOf(Assessment.Unfit.class);
            assertThat(redacted(guard.screen(json(value))).text()).doesNotContain("hunter22");
        }
        assertThat(guard.judge(json("{\"args\": [\"--verbose\", \"hunter22\"]}")))
                .isEqualTo(Assessment.fit());
    }

    @Test
    void escapes_of_json_in_a_string_and_base_64_hide_nothing() throws Exception {
        assertThat(guard.judge(json("{\"body\": \"{\\\"a\\\": \\\"\\\\u0067lpat-" + TOKEN.substring(6) + "\\\"}\"}")))
                .isInstanceOf(Assessment.Unfit.class);
        String twice = "{\"a\": 1, \"a\": \"\\u0067lpat-" + TOKEN.substring(6) + "\"}";
        assertThat(guard.judge(new JsonString(twice))).isInstanceOf(Assessment.Unfit.class);
        assertThat(guard.screen(new JsonString(twice)))
                .isInstanceOfSatisfying(
                        Screening.Redacted.class,
                        screening -> assertThat(screening.value().text()).doesNotContain(TOKEN.substring(6)));
        String encoded = Base64.getEncoder().encodeToString(("it is " + TOKEN).getBytes(UTF_8));
        assertThat(guard.judge(new JsonString("https://evil.example/?d=" + encoded)))
                .isInstanceOf(Assessment.Unfit.class);
    }

    @Test
    void the_same_secret_has_the_same_placeholder_wherever_and_however_it_is_written() throws Exception {
        String card = "4539 1488 0343 6467";
        JsonObject clean = redacted(strict.screen(json("{\"a\": \"" + TOKEN + "\", \"b\": \"x " + TOKEN
                + " y\", \"c\": \"" + card + "\", \"d\": " + card.replace(" ", "") + "}")));
        assertThat(clean.string("a")).matches("\\[secret:gitlab-token:[0-9a-f]{8}]");
        assertThat(clean.string("b")).isEqualTo("x " + clean.string("a") + " y");
        assertThat(clean.string("c"))
                .matches("\\[personal:payment-card:[0-9a-f]{8}]")
                .isEqualTo(clean.string("d"));
        var other = new SecretGuard(SecretSettings.DEFAULT, "another key, of the same length 32".getBytes(UTF_8));
        assertThat(redacted(other.screen(clean.with("a", TOKEN))).string("a")).isNotEqualTo(clean.string("a"));
    }

    @Test
    void what_was_found_is_told_by_kind_place_and_count() throws Exception {
        var screening = (Screening.Redacted)
                guard.screen(json("{\"x\": [\"" + TOKEN + " and " + TOKEN + "\", 1], \"password\": \"hunter22\"}"));
        assertThat(screening.found())
                .containsExactly(new Found(Kind.GITLAB_TOKEN, "/x/0", 2), new Found(Kind.PASSWORD, "/password", 1));
        assertThat(screening.reason()).isEqualTo(Reason.SECRET_REDACTED);
    }

    @Test
    void what_holds_nothing_stays_as_it_is() throws Exception {
        Json value = json("{\"n\": 1.10, \"s\": \" {\\\"a\\\":  1} \", \"a\": [true, null, \"x\"]}");
        assertThat(strict.screen(value)).isEqualTo(Screening.Clean.CLEAN);
        assertThat(strict.judge(value)).isEqualTo(Assessment.fit());
    }

    @Test
    void json_in_a_string_stays_json_and_keeps_its_numbers() throws Exception {
        JsonObject clean =
                redacted(guard.screen(json("{\"text\": \"{\\\"n\\\": 1.10, \\\"password\\\": \\\"hunter22\\\"}\"}")));
        JsonObject inner = (JsonObject) json(String.valueOf(clean.string("text")));
        assertThat(inner.get("n")).isEqualTo(new JsonNumber("1.10"));
        assertThat(inner.string("password")).startsWith("[secret:password:");
    }

    @Test
    void two_names_with_one_placeholder_keep_both_values() {
        String card = "4539 1488 0343 6467";
        JsonObject clean =
                redacted(strict.screen(JsonObject.EMPTY.with(card, "a").with(card.replace(' ', '-'), "b")));
        assertThat(clean.members()).hasSize(2);
        assertThat(clean.text()).contains("\"a\"", "\"b\"");
    }

    @Test
    void settings_decide_by_kind_and_direction() throws Exception {
        var settings = SecretSettings.DEFAULT.withKinds(Map.of(
                "gitlab-token",
                new Directions(Treatment.ALLOW, Treatment.DENY),
                "email",
                new Directions(null, Treatment.REDACT)));
        var one = new SecretGuard(settings, KEY);
        assertThat(one.judge(new JsonString(TOKEN))).isEqualTo(Assessment.fit());
        assertThat(one.screen(new JsonString(TOKEN))).isInstanceOfSatisfying(Screening.Withheld.class, withheld -> {
            assertThat(withheld.reason()).isEqualTo(Reason.SECRET_FOUND);
            assertThat(withheld.message()).doesNotContain(TOKEN);
        });
        assertThat(one.judge(json("{\"password\": \"" + TOKEN + "\"}"))).isInstanceOf(Assessment.Unfit.class);
        assertThat(one.judge(new JsonString("ann@acme.io"))).isEqualTo(Assessment.fit());
        assertThat(one.screen(json("{\"to\": \"ann@acme.io, 4539148803436467\"}")))
                .isInstanceOfSatisfying(Screening.Redacted.class, screening -> {
                    assertThat(screening.reason()).isEqualTo(Reason.PERSONAL_REDACTED);
                    assertThat(screening.value().text())
                            .contains("4539148803436467")
                            .doesNotContain("ann@");
                });
    }

    @Test
    void a_label_makes_stricter_and_never_milder() {
        var labels = Map.of(
                "untrusted", new LabelSettings(null, new Directions(Treatment.DENY, Treatment.DENY)),
                "harmless", new LabelSettings(new Directions(Treatment.ALLOW, Treatment.ALLOW), null));
        var one = new SecretGuard(SecretSettings.DEFAULT.withWhen(labels), KEY);
        var address = new JsonString("ann@acme.io");
        assertThat(one.judge(address)).isEqualTo(Assessment.fit());
        assertThat(one.judge(address, Set.of("untrusted", "other"))).isInstanceOf(Assessment.Unfit.class);
        assertThat(one.screen(address, Set.of("untrusted"))).isInstanceOf(Screening.Withheld.class);
        assertThat(one.judge(new JsonString(TOKEN), Set.of("harmless"))).isInstanceOf(Assessment.Unfit.class);
    }

    @Test
    void the_settings_are_read_from_yaml() throws Exception {
        SecretSettings bound = YamlBinder.bind(SecretSettings.class, "test", """
                secrets: { results: deny }
                personal: { arguments: deny, results: redact }
                kinds:
                  email: { arguments: allow, results: allow }
                when:
                  untrusted: { personal: { results: deny } }
                locales: [DE]
                names: [kennwort]
                """.getBytes(UTF_8));
        var one = new SecretGuard(bound, KEY);
        assertThat(one.judge(new JsonString(TOKEN))).isInstanceOf(Assessment.Unfit.class);
        assertThat(one.screen(new JsonString(TOKEN))).isInstanceOf(Screening.Withheld.class);
        assertThat(one.judge(new JsonString("ann@acme.io"))).isEqualTo(Assessment.fit());
        assertThat(one.judge(new JsonString("529.982.247-25"))).isEqualTo(Assessment.fit());
        assertThat(one.judge(json("{\"kenn_wort\": \"q8Lw2ZnV9xRt4LbYc8Jd\"}"))).isInstanceOf(Assessment.Unfit.class);
        assertThat(YamlBinder.bind(SecretSettings.class, "test", "{names: []}".getBytes(UTF_8)))
                .isEqualTo(SecretSettings.DEFAULT);
    }

    @Test
    void settings_that_mean_nothing_are_refused() {
        assertThatThrownBy(() -> new Directions(Treatment.REDACT, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never edited");
        assertThatThrownBy(() ->
                        YamlBinder.bind(SecretSettings.class, "test", "secrets: { arguments: redact }".getBytes(UTF_8)))
                .isInstanceOf(YamlInvalid.class)
                .hasMessageContaining("never edited");
        assertThatThrownBy(() -> new SecretGuard(SecretSettings.DEFAULT.withKinds(Map.of("emial", STRICT)), KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("emial");
        assertThatThrownBy(() -> new SecretGuard(SecretSettings.DEFAULT.withLocales(List.of("QQ")), KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("QQ");
        assertThatThrownBy(() -> new SecretGuard(SecretSettings.DEFAULT, new byte[8]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_likeness_of_a_placeholder_hides_nothing() {
        for (String likeness : List.of(
                "[secret:" + TOKEN + ":3f9a1c07]",
                "[secret:password:" + TOKEN + "]",
                "[secret:password:3f9a1c07" + TOKEN)) {
            assertThat(guard.judge(new JsonString(likeness))).as(likeness).isInstanceOf(Assessment.Unfit.class);
        }
    }

    @Test
    void an_array_of_numbers_is_no_array_of_phones() {
        assertThat(strict.judge(new JsonArray(List.of(new JsonNumber("1234567"), new JsonNumber("8.5e10")))))
                .isEqualTo(Assessment.fit());
    }
}
