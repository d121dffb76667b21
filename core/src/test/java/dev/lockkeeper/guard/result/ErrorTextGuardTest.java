package dev.lockkeeper.guard.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ErrorTextGuardTest {

    private static final ErrorTextGuard GUARD = new ErrorTextGuard();

    @TestFactory
    Stream<DynamicTest> every_error_of_the_table() {
        return CaseTable.tests("result/errors.yaml", Set.of("text", "sent", "expect"), ErrorTextGuardTest::check);
    }

    private static void check(Case one) {
        String text = one.text("text");
        String wanted = one.text("expect").equals("same") ? text : one.text("expect");
        var call = Answer.call((JsonObject) json(one.map("sent")));
        var verdict = GUARD.judge(call, Answer.failure(text), Answer.CONTEXT);
        assertThat(
                        verdict instanceof ResultVerdict.ReplaceError replace
                                ? replace.error().string("message")
                                : text)
                .isEqualTo(wanted);
        assertThat(verdict instanceof ResultVerdict.Pass).isEqualTo(wanted.equals(text));
    }

    private static Json json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var object = JsonObject.EMPTY;
                for (var member : map.entrySet()) {
                    object = object.with(member.getKey().toString(), json(member.getValue()));
                }
                yield object;
            }
            case List<?> list ->
                new JsonArray(list.stream().map(ErrorTextGuardTest::json).toList());
            case Object scalar -> new JsonString(scalar.toString());
        };
    }

    @Test
    void the_data_of_an_error_is_cleaned_at_any_depth_with_the_names_of_its_members() {
        var failure = dev.lockkeeper.mcp.Failure.of(dev.lockkeeper.mcp.RequestId.of(1), Answer.json("""
                {"code":-32000,"message":"no","data":{"at":[{"/srv/a":"x /srv/b y","/srv/c":1}],"n":1.10}}"""));
        assertThat(Answer.passed(GUARD, failure).text()).isEqualTo("""
                {"code":-32000,"message":"no","data":{"at":[{"[path]":"x [path] y","[path]~1":1}],"n":1.10}}""");
    }

    @Test
    void the_page_that_an_error_sends_a_person_to_stays() {
        var failure = dev.lockkeeper.mcp.Failure.of(dev.lockkeeper.mcp.RequestId.of(1), Answer.json("""
                {"code":-32042,"message":"sign in","data":{"elicitations":[{"url":"http://localhost:1/x"}]}}"""));
        assertThat(Answer.judge(GUARD, failure)).isEqualTo(ResultVerdict.pass());
    }

    @Test
    void a_text_that_slows_careless_readers_is_read_in_bounded_steps() {
        for (String piece :
                List.of("SELECT ", "at (", "/a b/", "C:\\a b\\", "host=", "'/a", "\\n at ", "^\n", "~a/", "[")) {
            assertThat(Answer.judge(GUARD, Answer.failure(piece.repeat((1 << 19) / piece.length()))))
                    .isNotNull();
        }
    }

    @Test
    void a_result_that_tells_of_an_error_is_cleaned_and_another_is_not() {
        String content = """
                "content":[{"type":"text","text":"open /etc/x"}],"structuredContent":{"why":"open /etc/x"}""";
        assertThat(Answer.judge(GUARD, Answer.result("{" + content + ",\"isError\":true}")))
                .isInstanceOfSatisfying(ResultVerdict.Replace.class, replace -> {
                    assertThat(replace.reason()).isEqualTo(Reason.RESULT_ERROR_CLEANED);
                    assertThat(replace.result().text()).doesNotContain("/etc/x");
                    assertThat(replace.note()).contains("2 places", "/content/0/text", "/structuredContent/why");
                });
        assertThat(Answer.judge(GUARD, Answer.result("{" + content + ",\"isError\":false}")))
                .isEqualTo(ResultVerdict.pass());
    }
}
