package dev.lockkeeper.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.secret.SecretCases.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DetectionTablesTest {

    private static final SecretDetector SECRETS = new SecretDetector();
    private static final PersonalDetector PERSONAL = new PersonalDetector(SecretCases.LOCALES);

    @TestFactory
    Stream<DynamicTest> every_case_finds_what_the_table_says() {
        return SecretCases.TABLES.stream()
                .flatMap(table -> SecretCases.read(table).stream()
                        .map(row -> DynamicTest.dynamicTest(table + ": " + row.name(), () -> check(table, row))));
    }

    private static void check(String table, Row row) {
        List<Hit> hits = new ArrayList<>();
        for (String text : row.texts()) {
            List<Hit> found = find(table, row.member(), text);
            assertThat(found).allSatisfy(hit -> assertThat(hit.end()).isLessThanOrEqualTo(text.length()));
            if (row.part() != null) {
                assertThat(found)
                        .extracting(hit -> text.substring(hit.start(), hit.end()))
                        .containsExactly(row.part());
            }
            hits.addAll(found);
        }
        if (row.find() == null) {
            assertThat(hits).isEmpty();
        } else {
            assertThat(hits).isNotEmpty().extracting(Hit::kind).containsOnly(Objects.requireNonNull(row.find()));
        }
    }

    private static List<Hit> find(String table, String member, String text) {
        return table.contains("personal")
                ? PERSONAL.find(member, text, Kind.Group.PERSONAL.kinds())
                : member.isEmpty()
                        ? SECRETS.find(text, Kind.Group.SECRET.kinds())
                        : SECRETS.find(member, text, Kind.Group.SECRET.kinds());
    }

    @Test
    void every_kind_has_a_case() {
        List<Kind> kinds = SecretCases.TABLES.stream()
                .flatMap(table -> SecretCases.read(table).stream())
                .map(Row::find)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void what_surrounds_a_secret_does_not_matter() {
        String around = "The quick brown fox jumps over the lazy dog. ".repeat(300);
        for (Row row : SecretCases.read("secret/tokens.yaml")) {
            String text = row.texts().getFirst();
            int alone = SECRETS.find(text, Kind.Group.SECRET.kinds()).size();
            assertThat(SECRETS.find(around + "\n" + text + "\n" + around, Kind.Group.SECRET.kinds()))
                    .as(row.name())
                    .hasSize(alone);
        }
    }

    @Test
    void only_the_kinds_that_are_asked_for_are_found() {
        for (Row row : SecretCases.read("secret/tokens.yaml")) {
            if (row.find() != null) {
                var others = new java.util.HashSet<>(Kind.Group.SECRET.kinds());
                others.remove(row.find());
                assertThat(SECRETS.find(row.texts().getFirst(), others))
                        .as(row.name())
                        .extracting(Hit::kind)
                        .doesNotContain(row.find());
            }
        }
    }

    @Test
    void an_aws_secret_is_found_beside_its_id() {
        String id = "AKIA" + "QYLPMN5HHHFPZAM2";
        String secret = "k3Jt9sLq0WbXyZ7uVn2M" + "pR5cD8fGhT1aE4iO6vQw";
        assertThat(SECRETS.find("id " + id + "\nkey " + secret + "\n", Kind.Group.SECRET.kinds()))
                .extracting(Hit::kind)
                .containsExactly(Kind.AWS_ACCESS_KEY, Kind.AWS_SECRET_KEY);
        assertThat(SECRETS.find("key " + secret + "\n", Kind.Group.SECRET.kinds()))
                .isEmpty();
    }

    @Test
    void a_checksum_makes_a_hit_sure() {
        String tokens = "ghp_" + "0".repeat(30);
        for (Row row : SecretCases.read("secret/tokens.yaml")) {
            if (row.name().contains("with its checksum")) {
                assertThat(SECRETS.find(row.texts().getFirst(), Kind.Group.SECRET.kinds()))
                        .extracting(Hit::confidence)
                        .containsExactly(Confidence.CHECKED);
            }
        }
        assertThat(SECRETS.find(tokens, Kind.Group.SECRET.kinds())).isEmpty();
    }

    @Test
    void texts_made_to_take_long_are_answered() {
        List<String> hostile = List.of(
                "=",
                ":",
                "@",
                "://a:b",
                "password=",
                "sk-",
                "eyJ-",
                "eyJa.",
                "-----BEGIN PRIVATE KEY-----",
                "pwd",
                "1",
                "1 ",
                "12 ",
                "123-",
                "a@",
                "a@b.",
                "+49 30 1234567 ",
                "((1 ",
                "1.1.1.1.",
                "a:",
                "4111-1111-",
                "GB82 WEST ",
                "sig=",
                "call 5551234 ",
                "bearer ",
                "Private-Lines: 1 ",
                "<password>",
                "QUtJQQ");
        for (String part : hostile) {
            String text = part.repeat((1 << 20) / part.length());
            assertThat(SECRETS.find(text, Kind.Group.SECRET.kinds())).hasSizeLessThanOrEqualTo(1_000);
            assertThat(PERSONAL.find(text, Kind.Group.PERSONAL.kinds())).hasSizeLessThanOrEqualTo(1_000);
        }
    }

    @Test
    void a_text_full_of_secrets_is_one_from_the_thousandth_on() {
        String text = "ann@acme.io ".repeat(5_000);
        List<Hit> hits = PERSONAL.find(text, Kind.Group.PERSONAL.kinds());
        assertThat(hits).hasSize(1_000);
        assertThat(hits.getLast().end()).isEqualTo(text.length());
    }
}
