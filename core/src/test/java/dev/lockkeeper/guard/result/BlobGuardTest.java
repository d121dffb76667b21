package dev.lockkeeper.guard.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BlobGuardTest {

    private static final BlobGuard GUARD = new BlobGuard(new BlobSettings(4_096, List.of("application/x-known")));

    @TestFactory
    Stream<DynamicTest> every_blob_of_the_table() {
        return CaseTable.tests(
                "result/blobs.yaml", Set.of("type", "base64", "hex", "text", "pad", "expect"), BlobGuardTest::check);
    }

    private static void check(Case one) {
        JsonObject blob = one.has("type") ? JsonObject.EMPTY.with("mimeType", one.text("type")) : JsonObject.EMPTY;
        JsonObject read = blob.with("uri", "a:b").with("blob", base64(one));
        JsonObject embedded = JsonObject.EMPTY.with("type", "resource").with("resource", read);
        JsonObject shown = blob.with("type", "image").with("data", base64(one));
        for (JsonObject result : List.of(
                JsonObject.EMPTY.with("contents", new JsonArray(List.of(read))),
                JsonObject.EMPTY.with("content", new JsonArray(List.of(embedded))),
                JsonObject.EMPTY.with("content", new JsonArray(List.of(shown))),
                JsonObject.EMPTY.with("messages", new JsonArray(List.of(JsonObject.EMPTY.with("content", shown)))))) {
            ResultVerdict verdict = Answer.judge(GUARD, Success.of(RequestId.of(1), result));
            assertThat(
                            verdict instanceof ResultVerdict.Withhold withheld
                                    ? withheld.reason().code()
                                    : "pass")
                    .as("%s", verdict)
                    .isEqualTo(one.text("expect"));
        }
    }

    private static String base64(Case one) {
        if (one.has("base64")) {
            return one.text("base64");
        }
        byte[] bytes = one.has("hex")
                ? HexFormat.of().parseHex(one.text("hex"))
                : one.text("text").getBytes(UTF_8);
        int pad = Integer.parseInt(one.text("pad", "0"));
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, bytes.length + pad));
    }

    @Test
    void the_message_names_a_declared_type_only_where_it_is_plain_and_the_cause_names_the_place() {
        var verdict = Answer.judge(GUARD, Answer.result("""
                {"content":[{"type":"text","text":"x"},{"type":"image","mimeType":"image/é\\u001b[2J","data":"AAAA"}]}"""));
        assertThat(verdict).isInstanceOfSatisfying(ResultVerdict.Withhold.class, withheld -> {
            assertThat(withheld.reason()).isEqualTo(Reason.RESULT_MIME_MISMATCH);
            assertThat(withheld.message()).doesNotContain("é").doesNotContain("\u001b");
            assertThat(withheld.cause()).isEqualTo("/content/1/data");
        });
    }

    @Test
    void what_is_no_type_is_no_setting() {
        for (String type : List.of("png", "image/", "image/*", "")) {
            assertThatThrownBy(() -> new BlobGuard(new BlobSettings(1, List.of(type))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("MIME type");
        }
    }
}
