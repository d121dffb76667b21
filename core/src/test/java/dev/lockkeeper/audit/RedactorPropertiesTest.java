package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the shape of the parameters, no secret value is in any file of the journal. */
class RedactorPropertiesTest {

    private static final String SECRET = "Zq9#vB7!";
    private static Path directory = Path.of("");

    @BeforeContainer
    static void make() throws IOException {
        directory = Files.createTempDirectory("journal");
    }

    @AfterContainer
    static void remove() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 60)
    void no_secret_value_reaches_the_files(@ForAll("shapes") Json shape, @ForAll("names") String name)
            throws Exception {
        var params = JsonObject.EMPTY
                .with("around", shape)
                .with("deep", new JsonArray(List.of(shape, JsonObject.EMPTY.with(name, SECRET))));
        try (var journal = Journals.open(directory.resolve("journal"))) {
            journal.append(
                    "decision",
                    JsonObject.EMPTY
                            .with("params", params)
                            .with("message", "The value " + SECRET + " is not allowed.")
                            .with("digest", "00"),
                    Durability.WRITTEN);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(SECRET);
            }
        }
        delete(directory.resolve("journal/strand-0"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Combinators.combine(
                        Arbitraries.of("", "db_", "my", "X-", "user.", "AWS_"),
                        Arbitraries.of("password", "secret", "api_key", "token", "private-key", "credentials"),
                        Arbitraries.of("", "1", "_2", "Value"))
                .as((before, word, after) -> before.equals("my")
                        ? before + Character.toUpperCase(word.charAt(0)) + word.substring(1) + after
                        : before + word + after);
    }

    /** Values with the secret as text, as a member's value, and in text that holds JSON. */
    @Provide
    Arbitrary<Json> shapes() {
        Arbitrary<Json> leaf = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(JsonString::new),
                Arbitraries.just(new JsonString(SECRET)),
                Arbitraries.just(new JsonString("before " + SECRET + " after")),
                Arbitraries.just(new JsonString("{\"password\":\"" + SECRET + "\"}")),
                Arbitraries.just(new JsonString("https://u:" + SECRET.replace("#", "") + "@h/")));
        return Arbitraries.lazyOf(
                () -> leaf,
                () -> leaf,
                () -> shapes().list().ofMaxSize(3).map(JsonArray::new),
                () -> Combinators.combine(names(), shapes()).as(JsonObject.EMPTY::with),
                () -> Combinators.combine(Arbitraries.strings().alpha().ofMaxLength(8), shapes())
                        .as(JsonObject.EMPTY::with));
    }
}
