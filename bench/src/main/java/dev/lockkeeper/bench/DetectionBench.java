package dev.lockkeeper.bench;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.secret.Hit;
import dev.lockkeeper.secret.Kind;
import dev.lockkeeper.secret.PersonalDetector;
import dev.lockkeeper.secret.SecretDetector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the detectors of secrets and personal data find, and what they find although it is not there. */
final class DetectionBench implements Section {

    private static final Set<String> LOCALES = Set.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "IN", "BR", "PL");
    private static final double MOST_WRONG = 0.005;
    private static final int MOST_BYTES = 16 << 20;
    private static final JsonReader READER =
            new JsonReader(new JsonLimits(MOST_BYTES, 64, MOST_BYTES, 1024, 512, 9_999, 100_000, 10_000));
    private static final Map<String, Kind> CLAIMED = Map.of(
            "CREDIT_CARD", Kind.PAYMENT_CARD,
            "IBAN_CODE", Kind.IBAN,
            "EMAIL_ADDRESS", Kind.EMAIL,
            "PHONE_NUMBER", Kind.PHONE,
            "US_SSN", Kind.NATIONAL_ID,
            "IP_ADDRESS", Kind.IP_ADDRESS);

    private final SecretDetector secrets = new SecretDetector();
    private final PersonalDetector personal = new PersonalDetector(LOCALES);

    /** Counts of one kind. */
    private static final class Score {
        private int there;
        private int found;
        private int wrong;

        String[] row(String name) {
            return new String[] {
                name,
                Numbers.whole(there),
                Numbers.whole(found),
                Numbers.whole(wrong),
                found + wrong == 0 ? "–" : Numbers.fixed((double) found / (found + wrong), 3),
                there == 0 ? "–" : Numbers.fixed((double) found / there, 3)
            };
        }
    }

    @Override
    public String name() {
        return "detection";
    }

    @Override
    public String title() {
        return "Secrets and personal data";
    }

    @Override
    public String run(Stage stage, Pace pace) throws IOException {
        Path root = stage.checkout().root();
        Path corpora = root.resolveSibling("shared").resolve("corpora");
        return """
                The project's own cases, `testdata/secret`, by kind. A case is found when its kind is found in it; wrong is \
                a hit of this kind in a case of another kind or of none. The detectors were written against this very \
                table, and the build fails where one is missed: a recall of 1 says that nothing was lost since, not how \
                much is found elsewhere. For that see the texts of others below.

                %s
                %s""".formatted(own(root.resolve("testdata/secret")), others(corpora));
    }

    private String others(Path corpora) throws IOException {
        if (!Files.isDirectory(corpora)) {
            return "The public corpora are not beside this checkout, so nothing is said about them.\n";
        }
        return """
                presidio-research's synthetic sentences, by the kinds of that set that are claimed. Found is a hit of the \
                kind that touches the place; wrong is one that touches none. Not claimed: %s.

                %s
                Documents of other projects in which something was taken for a secret. Goal: at most 0.5 %% of each \
                corpus.

                %s""".formatted(String.join(", ", unclaimed(corpora)), presidio(corpora), documents(corpora));
    }

    private String own(Path folder) throws IOException {
        Map<String, Score> scores = new TreeMap<>();
        for (String table : List.of("tokens", "members", "personal")) {
            Object rows = new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(folder.resolve(table + ".yaml")));
            for (Object row : (List<?>) rows) {
                Map<?, ?> one = (Map<?, ?>) row;
                String wanted = String.valueOf(one.get("find"));
                Set<String> found = found(one, table.equals("personal"));
                if (!wanted.equals("none")) {
                    Score score = scores.computeIfAbsent(wanted, kind -> new Score());
                    score.there++;
                    score.found += found.contains(wanted) ? 1 : 0;
                }
                found.remove(wanted);
                found.forEach(kind -> scores.computeIfAbsent(kind, name -> new Score()).wrong++);
            }
        }
        return table(scores);
    }

    private Set<String> found(Map<?, ?> row, boolean isPersonal) {
        String member = row.get("member") == null ? "" : String.valueOf(row.get("member"));
        List<?> values =
                row.get("value") instanceof List<?> list ? list : List.of(Objects.requireNonNull(row.get("value")));
        Set<String> kinds = new TreeSet<>();
        for (Object value : values) {
            String text = value.toString().replace("\u00b0", "");
            List<Hit> hits = isPersonal
                    ? personal.find(member, text, Kind.Group.PERSONAL.kinds())
                    : member.isEmpty()
                            ? secrets.find(text, Kind.Group.SECRET.kinds())
                            : secrets.find(member, text, Kind.Group.SECRET.kinds());
            hits.forEach(hit -> kinds.add(hit.kind().code()));
        }
        return kinds;
    }

    private String presidio(Path corpora) throws IOException {
        Map<String, Score> scores = new TreeMap<>();
        for (JsonObject sentence : sentences(corpora)) {
            List<JsonObject> spans = objects(sentence, "spans");
            List<Hit> hits =
                    personal.find(Objects.requireNonNull(sentence.string("full_text")), Kind.Group.PERSONAL.kinds());
            for (JsonObject span : spans) {
                Kind kind = CLAIMED.get(span.string("entity_type"));
                if (kind != null) {
                    Score score = scores.computeIfAbsent(kind.code(), code -> new Score());
                    score.there++;
                    score.found += hits.stream().anyMatch(hit -> hit.kind() == kind && touches(hit, span)) ? 1 : 0;
                }
            }
            for (Hit hit : hits) {
                boolean right = spans.stream()
                        .anyMatch(span -> hit.kind() == CLAIMED.get(span.string("entity_type")) && touches(hit, span));
                scores.computeIfAbsent(hit.kind().code(), code -> new Score()).wrong += right ? 0 : 1;
            }
        }
        return table(scores);
    }

    private static Set<String> unclaimed(Path corpora) throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonObject sentence : sentences(corpora)) {
            objects(sentence, "spans").forEach(span -> names.add(String.valueOf(span.string("entity_type"))));
        }
        names.removeAll(CLAIMED.keySet());
        return names;
    }

    private String documents(Path corpora) throws IOException {
        var table = new Table("corpus", "documents", "with a hit", "share", "goal", "what was hit");
        for (String corpus : List.of("docs", "security-docs", "skills")) {
            int documents = 0;
            List<String> hit = new ArrayList<>();
            for (String line : Files.readAllLines(corpora.resolve("benign/" + corpus + ".jsonl"))) {
                JsonObject document = (JsonObject) read(line);
                documents++;
                String text = document.string("text");
                secrets.find(text == null ? "" : text, Kind.Group.SECRET.kinds()).stream()
                        .findFirst()
                        .ifPresent(one -> hit.add(one.kind().code() + " in " + document.string("path")));
            }
            double share = (double) hit.size() / documents;
            table.row(
                    corpus,
                    Numbers.whole(documents),
                    Numbers.whole(hit.size()),
                    Numbers.fixed(100 * share, 2) + " %",
                    Numbers.met(share <= MOST_WRONG),
                    hit.isEmpty() ? "–" : String.join(", ", hit));
        }
        return table.toString();
    }

    private static String table(Map<String, Score> scores) {
        var table = new Table("kind", "there", "found", "wrong", "precision", "recall");
        scores.forEach((kind, score) -> table.row(score.row(kind)));
        return table.toString();
    }

    private static List<JsonObject> sentences(Path corpora) throws IOException {
        String text = Files.readString(corpora.resolve("secrets/presidio-synth_dataset_v2.json"));
        return ((JsonArray) read(text))
                .items().stream().map(JsonObject.class::cast).toList();
    }

    private static List<JsonObject> objects(JsonObject object, String member) {
        return Objects.requireNonNull(object.array(member)).items().stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static boolean touches(Hit hit, JsonObject span) {
        return hit.start() < number(span, "end_position") && hit.end() > number(span, "start_position");
    }

    private static int number(JsonObject span, String member) {
        return Integer.parseInt(((JsonNumber) Objects.requireNonNull(span.get(member))).literal());
    }

    private static Json read(String text) throws IOException {
        try {
            return READER.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            throw new IOException(e);
        }
    }
}
