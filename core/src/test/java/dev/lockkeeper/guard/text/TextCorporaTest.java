package dev.lockkeeper.guard.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Corpora;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Documents that people wrote, and strings that break programs. */
class TextCorporaTest {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);
    private static final TextGuard GUARD = new TextGuard(TextSettings.defaults());

    @Test
    void documents_are_fit_but_for_those_that_hide_something() throws JsonRefused {
        for (String corpus : List.of("docs", "security-docs")) {
            Map<String, String> refused = new TreeMap<>();
            int documents = 0;
            for (String line :
                    Corpora.text("benign/" + corpus + ".jsonl").lines().toList()) {
                JsonObject document = (JsonObject) READER.read(line.getBytes(UTF_8));
                String text = Objects.requireNonNull(document.string("text"));
                documents++;
                if (GUARD.judge(new JsonString(text)) instanceof Assessment.Unfit unfit) {
                    refused.put(
                            document.string("path") + "#" + documents,
                            unfit.reason().code());
                }
            }
            assertThat(refused.size()).as("%s", refused).isLessThanOrEqualTo(documents / 200);
        }
    }

    @Test
    void documents_hold_no_more_than_can_be_unfolded() throws JsonRefused {
        var nested = new Nested(NestedSettings.defaults());
        int tooDeep = 0;
        for (String line : Corpora.text("benign/docs.jsonl").lines().toList()) {
            JsonObject document = (JsonObject) READER.read(line.getBytes(UTF_8));
            tooDeep += nested.unfold(Objects.requireNonNull(document.string("text")))
                            .tooDeep()
                    ? 1
                    : 0;
        }
        assertThat(tooDeep).isZero();
    }

    @Test
    void naughty_strings_are_answered_by_every_guard() throws JsonRefused {
        var names = new IdentifierGuard(IdentifierSettings.defaults());
        var expressions = new RegexGuard(RegexSettings.defaults());
        var nested = new Nested(NestedSettings.defaults());
        var all = HiddenText.everything();
        List<String> hidden = new ArrayList<>();
        var strings = (JsonArray)
                READER.read(Corpora.text("conformance/blns-blns.json").getBytes(UTF_8));
        for (Json item : strings.items()) {
            String text = ((JsonString) item).value();
            assertThat(names.judge(item)).isNotNull();
            assertThat(expressions.judge(item)).isNotNull();
            assertThat(nested.unfold(text).tooDeep()).as(text).isFalse();
            assertThat(all.present(all.without(text))).as(text).isFalse();
            if (all.present(text)) {
                hidden.add(text);
                assertThat(GUARD.judge(item)).isInstanceOf(Assessment.Unfit.class);
            }
        }
        assertThat(strings.items()).hasSizeGreaterThan(400);
        assertThat(hidden).hasSizeBetween(5, 30);
    }
}
