package dev.lockkeeper.gateway.combined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private static final Json TOKEN = new JsonString("token");

    private final Questions questions = new Questions();
    private final Member files = AcknowledgementTest.member("files");
    private final Member mail = AcknowledgementTest.member("mail");

    @Test
    void a_token_is_forgotten_with_its_question() throws Exception {
        questions.asked(question(1, TOKEN), files);
        assertThat(questions.withToken(TOKEN)).isSameAs(files);
        assertThat(questions.answered(RequestId.of(1))).isSameAs(files);
        assertThat(questions.withToken(TOKEN)).isNull();
        assertThat(questions.answered(RequestId.of(1))).isNull();
    }

    @Test
    void a_token_that_is_no_short_text_or_number_is_not_kept() throws Exception {
        JsonArray large = new JsonArray(List.of(new JsonArray(List.of(JsonNumber.of(0)))));
        for (Json token : List.of(large, JsonObject.EMPTY, new JsonString("x".repeat(257)))) {
            questions.asked(question(2, token), files);
            assertThat(questions.withToken(token)).isNull();
            assertThat(questions.answered(RequestId.of(2))).isSameAs(files);
        }
    }

    @Test
    void a_server_takes_over_neither_the_progress_nor_the_answer_of_another() throws Exception {
        questions.asked(question(1, TOKEN), files);
        questions.asked(question(2, TOKEN), mail);
        assertThat(questions.withToken(TOKEN)).isNull();
        assertThatThrownBy(() -> questions.asked(question(1, TOKEN), mail)).isInstanceOf(IOException.class);
        questions.answered(RequestId.of(2));
        assertThat(questions.withToken(TOKEN)).isSameAs(files);
    }

    @Test
    void what_was_asked_first_is_forgotten_first_with_its_token() throws Exception {
        for (int i = 0; i <= 1_024; i++) {
            questions.asked(question(i, new JsonString("t" + i)), files);
        }
        assertThat(questions.withToken(new JsonString("t0"))).isNull();
        assertThat(questions.answered(RequestId.of(0))).isNull();
        assertThat(questions.withToken(new JsonString("t1"))).isSameAs(files);
        assertThat(questions.answered(RequestId.of(1_024))).isSameAs(files);
    }

    private static Request question(long id, Json token) {
        return Request.of(
                RequestId.of(id),
                "ping",
                JsonObject.EMPTY.with("_meta", JsonObject.EMPTY.with("progressToken", token)));
    }
}
