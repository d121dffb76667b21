package dev.lockkeeper.guard.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.secret.SecretCases;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the shape of a result, nothing that may not pass is left in it. */
class RedactionPropertiesTest {

    private static final SecretGuard GUARD = new SecretGuard(
            SecretSettings.DEFAULT.withPersonal(new Directions(Treatment.DENY, Treatment.REDACT)),
            "a key of the tests, 32 bytes long".getBytes(UTF_8));
    private static final List<String> FOUND = SecretCases.TABLES.stream()
            .filter(table -> !table.contains("members"))
            .flatMap(table -> SecretCases.read(table).stream())
            .filter(row -> row.find() != null)
            .flatMap(row -> row.texts().stream())
            .toList();

    @Property(tries = 300)
    void what_was_redacted_holds_nothing_more(@ForAll("shapes") Json shape) {
        if (GUARD.screen(shape) instanceof Screening.Redacted(Json value, var reason, var found)) {
            assertThat(GUARD.screen(value)).isEqualTo(Screening.Clean.CLEAN);
            assertThat(found).isNotEmpty();
            assertThat(((Screening.Redacted) GUARD.screen(shape)).value()).isEqualTo(value);
        }
    }

    @Property(tries = 300)
    void an_argument_is_refused_where_a_result_would_be_changed(@ForAll("shapes") Json shape) {
        assertThat(GUARD.judge(shape) instanceof dev.lockkeeper.guard.Assessment.Fit)
                .isEqualTo(GUARD.screen(shape) == Screening.Clean.CLEAN);
    }

    @Property(tries = 500)
    void any_text_is_screened_to_something_clean(@ForAll("texts") String text) {
        if (GUARD.screen(new JsonString(text)) instanceof Screening.Redacted redacted) {
            assertThat(GUARD.screen(redacted.value())).isEqualTo(Screening.Clean.CLEAN);
        }
    }

    /** Pieces of which secrets are made, in any order. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.of(FOUND),
                Arbitraries.of(
                        "password",
                        "token",
                        "=",
                        ": ",
                        "\"",
                        " ",
                        "://",
                        "@",
                        "\n",
                        "[secret:password:3f9a1c07]",
                        "Bearer ",
                        "-----BEGIN PRIVATE KEY-----",
                        "sk-",
                        ".",
                        "+49 ",
                        "/"),
                Arbitraries.strings().ascii().ofMaxLength(12),
                Arbitraries.strings().alpha().numeric().ofMinLength(8).ofMaxLength(44));
        return pieces.list().ofMaxSize(6).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<Json> shapes() {
        Arbitrary<Json> leaf = texts().map(JsonString::new);
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("password", "api_key", "name", "value", "text", "token"), Arbitraries.of(FOUND));
        return Arbitraries.lazyOf(
                () -> leaf,
                () -> leaf,
                () -> shapes().list().ofMaxSize(3).map(JsonArray::new),
                () -> Combinators.combine(names, shapes()).as(JsonObject.EMPTY::with),
                () -> Combinators.combine(names, shapes(), names, shapes())
                        .as((a, b, c, d) -> JsonObject.EMPTY.with(a, b).with(c, d)),
                () -> shapes().map(inner -> new JsonString(inner.text())));
    }
}
