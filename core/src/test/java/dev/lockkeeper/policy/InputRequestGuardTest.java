package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputRequestGuardTest {

    @Test
    void a_result_may_ask_for_what_the_policy_names() throws Exception {
        assertThat(judge("docs", asking("elicitation/create"))).isEqualTo(ResultVerdict.pass());
        assertThat(judge(
                        "files",
                        JsonObject.EMPTY.with("resultType", "input_required").with("requestState", "s")))
                .isEqualTo(ResultVerdict.pass());
    }

    @Test
    void a_result_that_asks_for_anything_else_is_withheld() throws Exception {
        assertThat(reason(judge("docs", asking("sampling/createMessage")))).isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge("docs", asking("x/y")))).isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge("files", asking("elicitation/create")))).isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge(
                        "docs",
                        asking("elicitation/create")
                                .without("resultType")
                                .with("inputRequests", new JsonArray(List.of())))))
                .isEqualTo(Reason.RESULT_INVALID);
    }

    @Test
    void a_result_that_sends_a_person_to_an_unsafe_url_is_withheld() throws Exception {
        assertThat(judge("docs", sending("https://example.com/"))).isEqualTo(ResultVerdict.pass());
        assertThat(reason(judge("docs", sending("http://example.com/")))).isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge("docs", sending("https://a@example.com/")))).isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
    }

    @Test
    void an_error_that_sends_a_person_to_a_page_needs_what_a_question_would_need() throws Exception {
        assertThat(judge("docs", error(-32042, visit("https://example.com/")))).isEqualTo(ResultVerdict.pass());
        assertThat(reason(judge("files", error(-32042, visit("https://example.com/")))))
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge("unknown", error(-32042, visit("https://example.com/")))))
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge("docs", error(-32042, visit("https://example.com/"), visit("http://example.com/")))))
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge("docs", error(-32042, visit("https://a@example.com/")))))
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge("docs", error(-32042, new JsonString("https://example.com/")))))
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(reason(judge(
                        "docs", Failure.of(RequestId.of(1), JsonObject.EMPTY.with("code", JsonNumber.of(-32042))))))
                .isEqualTo(Reason.RESULT_INVALID);
    }

    @Test
    void any_other_error_passes() throws Exception {
        assertThat(judge("files", error(-32602, visit("http://example.com/")))).isEqualTo(ResultVerdict.pass());
    }

    private static JsonObject visit(String url) {
        return JsonObject.EMPTY.with("mode", "url").with("url", url).with("elicitationId", "1");
    }

    private static Failure error(int code, Json... elicitations) {
        JsonObject data = JsonObject.EMPTY.with("elicitations", new JsonArray(List.of(elicitations)));
        return Failure.of(
                RequestId.of(1),
                JsonObject.EMPTY.with("code", JsonNumber.of(code)).with("data", data));
    }

    private static JsonObject sending(String url) {
        return JsonObject.EMPTY.with(
                "inputRequests",
                JsonObject.EMPTY.with(
                        "a",
                        JsonObject.EMPTY
                                .with("method", "elicitation/create")
                                .with(
                                        "params",
                                        JsonObject.EMPTY.with("mode", "url").with("url", url))));
    }

    private static JsonObject asking(String method) {
        return JsonObject.EMPTY
                .with("resultType", "input_required")
                .with(
                        "inputRequests",
                        JsonObject.EMPTY
                                .with("a", JsonObject.EMPTY.with("method", "elicitation/create"))
                                .with("b", JsonObject.EMPTY.with("method", method)));
    }

    private static Reason reason(ResultVerdict verdict) {
        return ((ResultVerdict.Withhold) verdict).reason();
    }

    private static ResultVerdict judge(String server, JsonObject result) throws Exception {
        return judge(server, Success.of(RequestId.of(1), result));
    }

    private static ResultVerdict judge(String server, Response response) throws Exception {
        var context = new Context(
                Calls.caller("os:someone", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        return new InputRequestGuard(PolicyCasesTest.policy())
                .judge(new PromptGet(server, "help", JsonObject.EMPTY), response, context);
    }
}
