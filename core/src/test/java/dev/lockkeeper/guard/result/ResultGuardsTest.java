package dev.lockkeeper.guard.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.guard.secret.SecretSettings;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Task;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResultGuardsTest {

    /** Zero-width characters, changes of direction, and tags. */
    static final HiddenText HIDDEN = text -> {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean hidden = c >= 0x200b && c <= 0x200f || c >= 0x202a && c <= 0x202e || c >= 0xe0000 && c <= 0xe007f;
            if (hidden && out == null) {
                out = new StringBuilder(text.substring(0, i));
            }
            if (!hidden && out != null) {
                out.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return out == null ? text : out.toString();
    };

    private static final SecretGuard SECRETS = new SecretGuard(SecretSettings.DEFAULT, new byte[16]);

    static final List<ResultGuard> GUARDS =
            ResultGuards.of(ResultSettings.DEFAULT, HIDDEN, SECRETS, LinkGuardTest.URLS);

    private final MemoryJournal journal = new MemoryJournal();
    private final Decider decider = new Decider(
            new Rulebook(
                    "1",
                    List.of((action, context) -> new Verdict.Grant(new RuleRef("r", "f", 1))),
                    GUARDS,
                    action -> false,
                    action -> false),
            journal,
            () -> 0,
            (decision, reference) -> {});

    private ReleaseOutcome release(Action action, Response response) {
        var permitted = (Outcome.Granted)
                decider.decide(action, Request.of(RequestId.of(1), action.method(), action.params()), Answer.CONTEXT);
        return decider.release(permitted.permit(), response);
    }

    private Response released(Action action, Response response) {
        return (Response)
                ((ReleaseOutcome.Released) release(action, response)).release().message();
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        JsonObject record = journal.entries("result").getLast().body();
        for (Json opinion : Objects.requireNonNull(record.array("opinions")).items()) {
            reasons.add(((JsonObject) opinion).string("reason"));
        }
        return reasons;
    }

    @Test
    void later_guards_see_what_earlier_ones_left_and_the_record_holds_every_change_and_the_original() {
        // Neither the link nor the path can be seen before the hidden characters are gone.
        String text = "failed: !\u200b[x](htt\u200bps://evil.example/p) at /ho\u200bme/bob/x.txt";
        JsonObject result = Answer.json("{\"isError\":true}")
                .with(
                        "content",
                        Objects.requireNonNull(
                                ((Success) Answer.text(text)).result().get("content")));
        var left = (Success) released(Answer.call(JsonObject.EMPTY), Success.of(RequestId.of(1), result));
        assertThat(left.result().text()).contains("failed: [image removed: evil.example] at [path]");
        assertThat(reasons()).containsExactly("result.hidden-text", "result.error-cleaned", "result.link-removed");
        assertThat(Objects.requireNonNull(
                                journal.entries("result").getLast().body().object("original"))
                        .string("/content/0/text"))
                .isEqualTo(text);
    }

    @Test
    void a_secret_in_what_was_changed_is_recorded_as_a_digest() {
        String secret = "ghp_" + "a1B2".repeat(9);
        released(Answer.call(JsonObject.EMPTY), Answer.text("key " + secret + " ![x](https://evil.example/p)"));
        var redactor = new dev.lockkeeper.audit.Redactor(new byte[32], dev.lockkeeper.audit.RedactionRules.DEFAULT);
        JsonObject written = redactor.redact(journal.entries("result").getLast().body());
        assertThat(written.text()).doesNotContain(secret).contains("hmac-sha256:", "https://evil.example/p");
    }

    @Test
    void an_error_is_cleaned_and_keeps_its_code_and_the_record_holds_it_as_it_came() {
        var failure = (Failure) Answer.failure("open /srv/app/x: denied");
        var left = (Failure) released(Answer.call(JsonObject.EMPTY), failure);
        assertThat(left.error().text()).isEqualTo("{\"code\":-32000,\"message\":\"open [path]: denied\"}");
        assertThat(journal.entries("result").getLast().body().get("error")).isEqualTo(failure.error());
        assertThat(journal.entries("result").getLast().body().string("reason")).isEqualTo("result.error-cleaned");
    }

    @Test
    void structured_content_is_judged_as_content_is() {
        String both = """
                {"content":[{"type":"text","text":"X"}],"structuredContent":{"deep":[{"X":"X"}]}}""";
        for (String bad : List.of("a\u200bb", "![x](https://evil.example/p)")) {
            var left = (Success) released(Answer.call(JsonObject.EMPTY), Answer.result(both.replace("X", bad)));
            String clean = bad.startsWith("a") ? "ab" : "[image removed: evil.example]";
            assertThat(left.result().text()).isEqualTo(both.replace("X", clean));
        }
    }

    @Test
    void a_task_is_judged_in_its_description_its_error_and_its_result() {
        var use = new TaskUse(
                new Task("t", Answer.call(JsonObject.EMPTY), "memory/0"),
                "tasks/get",
                JsonObject.EMPTY.with("taskId", "t"));
        var left = (Success) released(use, Answer.result("""
                {"taskId":"t\u200b","statusMessage":"see ![x](https://evil.example/p)",
                 "error":{"code":-32000,"message":"open /srv/x"},
                 "result":{"isError":true,"content":[{"type":"text","text":"open /srv/y"}]}}"""));
        assertThat(left.result().text()).isEqualTo("""
                {"taskId":"t\\u200b","statusMessage":"see [image removed: evil.example]",\
                "error":{"code":-32000,"message":"open [path]"},\
                "result":{"isError":true,"content":[{"type":"text","text":"open [path]"}]}}""".replace("\\u200b", "\u200b"));
    }

    @Test
    void what_nobody_needs_to_change_is_released_with_its_own_bytes() {
        Response clean = Answer.result("""
                {"content":[{"type":"text","text":"All is well, see https://docs.example.org/."}],"structuredContent":{"n":1.10},"_meta":{"x":null}}""");
        assertThat(released(Answer.call(JsonObject.EMPTY), clean)).isSameAs(clean);
        assertThat(journal.entries("result").getLast().body().string("outcome")).isEqualTo("released");
    }

    @Test
    void listings_are_not_changed_here_but_their_errors_are() {
        Response listed = Answer.result("{\"tools\":[{\"name\":\"a\",\"description\":\"a\u200bb\"}]}");
        Action action = new Listing("files", Listing.Kind.TOOLS, JsonObject.EMPTY);
        assertThat(released(action, listed)).isSameAs(listed);
        assertThat(((Failure) released(action, Answer.failure("open /srv/x")))
                        .error()
                        .string("message"))
                .isEqualTo("open [path]");
    }

    @Test
    void the_introduction_of_a_server_is_judged_since_a_model_reads_it() {
        Response introduced = Answer.result("{\"serverInfo\":{\"name\":\"a\"},\"instructions\":"
                + "\"Be\u200b\u200b kind ![](https://evil.example.com/p)\"}");
        assertThat(((Success) released(new Housekeeping("files", "initialize", JsonObject.EMPTY), introduced))
                        .result()
                        .string("instructions"))
                .isEqualTo("Be kind [image removed: evil.example.com]");
    }

    @Test
    void questions_within_an_answer_are_judged_and_the_page_to_visit_stays() {
        String page = "https://login.example.com/?state=" + "dGhlIHBsYW4gb2YgdGhlIGNvbXBhbnk".repeat(2);
        var asks = (Success) released(Answer.call(JsonObject.EMPTY), Answer.result("""
                {"resultType":"input_required","inputRequests":{
                  "form":{"method":"elicitation/create","params":{"message":"Which\u202e one? ![](https://a.example.net/p)"}},
                  "page":{"method":"elicitation/create","params":{"mode":"url","message":"In","url":"PAGE"}},
                  "model":{"method":"sampling/createMessage","params":{"url":"PAGE","messages":[]}}}}""".replace("PAGE", page)));
        assertThat(asks.result().text())
                .contains("\"message\":\"Which one? [image removed: a.example.net]\"")
                .contains("\"message\":\"In\",\"url\":\"" + page + "\"")
                .contains("\"params\":{\"url\":\"[link removed]\"");
        var visit = (Failure) released(
                Answer.call(JsonObject.EMPTY),
                Failure.of(
                        RequestId.of(1),
                        Answer.json("{\"code\":-32042,\"message\":\"in\",\"data\":{\"elicitations\":[{\"mode\":\"url\","
                                + "\"elicitationId\":\"e\",\"message\":\"Sign\\u202e in\",\"url\":\"" + page
                                + "\"}]}}")));
        assertThat(visit.error().text()).contains("\"message\":\"Sign in\"").contains("\"url\":\"" + page + "\"");
    }

    @Test
    void a_status_excuses_no_link_by_its_own_words() {
        String link = "https://evil.example.com/?q=" + "dGhlIHBsYW4gb2YgdGhlIGNvbXBhbnk".repeat(2);
        JsonObject status =
                Answer.json("{\"taskId\":\"t\",\"status\":\"working\",\"statusMessage\":\"[a](" + link + ")\"}");
        var task = new Task("t", Answer.call(JsonObject.EMPTY), "ref");
        var told = new TaskUse(task, "notifications/tasks/status", status);
        assertThat(((Success) released(told, Success.of(RequestId.of(1), status)))
                        .result()
                        .text())
                .contains("[link removed]")
                .doesNotContain("evil");
    }

    @Test
    void an_answer_that_is_withheld_says_how_to_ask_for_less() {
        assertThat(release(Answer.call(JsonObject.EMPTY), Answer.text("x".repeat((1 << 20) + 1))))
                .isInstanceOfSatisfying(ReleaseOutcome.Withheld.class, withheld -> {
                    assertThat(withheld.refusal().reason()).isEqualTo(Reason.RESULT_TOO_LARGE);
                    assertThat(withheld.refusal().message()).contains("Ask for less");
                });
    }

    @Test
    void hidden_text_is_removed_flagged_or_left_as_the_settings_say() {
        Action call = Answer.call(JsonObject.EMPTY);
        Response answer = Answer.text("a\u200b\u200bb");
        var context = new dev.lockkeeper.guard.Context(
                new dev.lockkeeper.guard.Caller("alice", "token", java.util.Set.of()),
                dev.lockkeeper.guard.Client.UNKNOWN,
                java.time.Instant.EPOCH,
                dev.lockkeeper.guard.Selection.EVERYTHING,
                java.util.Set.of());
        assertThat(new HiddenTextGuard(HIDDEN, HiddenTreatment.REMOVE).judge(call, answer, context))
                .isInstanceOf(dev.lockkeeper.guard.ResultVerdict.Replace.class);
        assertThat(new HiddenTextGuard(HIDDEN, HiddenTreatment.FLAG).judge(call, answer, context))
                .isInstanceOfSatisfying(
                        dev.lockkeeper.guard.ResultVerdict.Flag.class,
                        flag -> assertThat(flag.reason()).isEqualTo(Reason.RESULT_HIDDEN_TEXT));
        assertThat(new HiddenTextGuard(HIDDEN, HiddenTreatment.FLAG).judge(call, Answer.text("ab"), context))
                .isEqualTo(dev.lockkeeper.guard.ResultVerdict.pass());
        assertThat(new HiddenTextGuard(HIDDEN, HiddenTreatment.ALLOW).judge(call, answer, context))
                .isEqualTo(dev.lockkeeper.guard.ResultVerdict.pass());
    }

    @Test
    void brackets_that_define_and_define_are_read_in_the_memory_there_is() {
        for (String piece : java.util.List.of("]:a", "[a]:\\", "C:\\a\\")) {
            assertThat(release(Answer.call(JsonObject.EMPTY), Answer.text(piece.repeat(300_000 / piece.length()))))
                    .as(piece)
                    .isInstanceOf(ReleaseOutcome.Released.class);
        }
    }

    @Test
    void what_the_server_gets_back_is_not_replaced() {
        String jwt = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiJhbGljZSIsImlhdCI6MTcwMDAwMDAwMH0"
                + ".c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU";
        JsonObject result = JsonObject.EMPTY
                .with("requestState", jwt)
                .with(
                        "content",
                        new JsonArray(java.util.List.of(
                                JsonObject.EMPTY.with("type", "text").with("text", "state " + jwt))));
        Response answer = Success.of(dev.lockkeeper.mcp.RequestId.of(1), result);
        JsonObject released = Answer.passed(new SecretResultGuard(SECRETS), answer);
        assertThat(released.string("requestState")).isEqualTo(jwt);
        assertThat(released.text().indexOf(jwt)).isEqualTo(released.text().lastIndexOf(jwt));
        assertThat(released.text()).contains("[secret:");
    }

    @Test
    void guards_stand_in_the_order_of_their_names() {
        assertThat(GUARDS.stream().map(ResultGuard::name)).containsExactlyElementsOf(ResultGuards.NAMES);
    }
}
