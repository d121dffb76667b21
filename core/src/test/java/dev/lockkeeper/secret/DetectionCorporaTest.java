package dev.lockkeeper.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.testing.Corpora;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the detectors find in data that others made, and do not find in documents that hold nothing. */
class DetectionCorporaTest {

    private static final JsonReader READER =
            new JsonReader(new JsonLimits(8 << 20, 64, 8 << 20, 1024, 512, 9_999, 100_000, 10_000));
    private static final Map<String, Kind> CLAIMED = Map.of(
            "CREDIT_CARD", Kind.PAYMENT_CARD,
            "IBAN_CODE", Kind.IBAN,
            "EMAIL_ADDRESS", Kind.EMAIL,
            "PHONE_NUMBER", Kind.PHONE,
            "US_SSN", Kind.NATIONAL_ID,
            "IP_ADDRESS", Kind.IP_ADDRESS);

    private static final class Score {
        private int there;
        private int found;
        private int wrong;

        double recall() {
            return (double) found / there;
        }

        double precision() {
            return (double) found / (found + wrong);
        }

        @Override
        public String toString() {
            return found + " of " + there + " found, " + wrong + " wrong";
        }
    }

    @Test
    void secrets_are_found_in_at_most_one_of_two_hundred_documents() throws Exception {
        var detector = new SecretDetector();
        int documents = 0;
        int hit = 0;
        var told = new StringBuilder();
        for (String corpus : List.of("benign/docs.jsonl", "benign/security-docs.jsonl")) {
            for (String line : Corpora.text(corpus).lines().toList()) {
                JsonObject document = (JsonObject) READER.read(line.getBytes(UTF_8));
                List<Hit> hits =
                        detector.find(Objects.requireNonNull(document.string("text")), Kind.Group.SECRET.kinds());
                documents++;
                hit += hits.isEmpty() ? 0 : 1;
                hits.forEach(one -> told.append(document.string("path"))
                        .append(' ')
                        .append(one)
                        .append('\n'));
            }
        }
        System.out.printf("%d of %d documents with a hit:%n%s", hit, documents, told);
        assertThat(documents).isGreaterThan(400);
        assertThat(hit * 200).as(told.toString()).isLessThanOrEqualTo(documents);
    }

    @Test
    void personal_data_is_found_and_little_else() throws Exception {
        var detector = new PersonalDetector(SecretCases.LOCALES);
        Map<Kind, Score> scores = new EnumMap<>(Kind.class);
        CLAIMED.values().forEach(kind -> scores.put(kind, new Score()));
        var sentences = (JsonArray) READER.read(
                Corpora.text("secrets/presidio-synth_dataset_v2.json").getBytes(UTF_8));
        for (Json sentence : sentences.items()) {
            var object = (JsonObject) sentence;
            String text = Objects.requireNonNull(object.string("full_text"));
            score(object, detector.find(text, Kind.Group.PERSONAL.kinds()), scores);
        }
        scores.forEach((kind, score) -> System.out.println(kind.code() + ": " + score));
        assertThat(scores).allSatisfy((kind, score) -> {
            assertThat(score.recall()).as(kind + " " + score).isGreaterThan(0.9);
            assertThat(score.precision()).as(kind + " " + score).isGreaterThan(0.95);
        });
    }

    private static void score(JsonObject sentence, List<Hit> hits, Map<Kind, Score> scores) {
        List<JsonObject> spans = Objects.requireNonNull(sentence.array("spans")).items().stream()
                .map(JsonObject.class::cast)
                .toList();
        for (JsonObject span : spans) {
            Kind kind = CLAIMED.get(span.string("entity_type"));
            if (kind != null) {
                Score score = Objects.requireNonNull(scores.get(kind));
                score.there++;
                score.found += hits.stream().anyMatch(hit -> hit.kind() == kind && touches(hit, span)) ? 1 : 0;
            }
        }
        for (Hit hit : hits) {
            boolean right = spans.stream()
                    .anyMatch(span -> hit.kind() == CLAIMED.get(span.string("entity_type")) && touches(hit, span));
            Objects.requireNonNull(scores.get(hit.kind())).wrong += right ? 0 : 1;
        }
    }

    private static boolean touches(Hit hit, JsonObject span) {
        return hit.start() < number(span, "end_position") && hit.end() > number(span, "start_position");
    }

    private static int number(JsonObject span, String member) {
        return Integer.parseInt(((JsonNumber) Objects.requireNonNull(span.get(member))).literal());
    }
}
