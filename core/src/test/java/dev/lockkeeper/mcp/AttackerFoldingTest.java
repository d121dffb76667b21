package dev.lockkeeper.mcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonRefused;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guards look at deeper in a message can be imitated by case (CVE-2026-27896) without being refused. */
class AttackerFoldingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // server: InputRequestGuard reads method, a case-insensitive client reads Method
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\",\"inputRequests\":"
                        + "{\"a\":{\"method\":\"roots/list\",\"Method\":\"sampling/createMessage\"}}}}",
                // client: InputResponseGuard reads role, model, a case-insensitive server reads Role, Model
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"inputResponses\":"
                        + "{\"a\":{\"Role\":\"assistant\",\"Model\":\"m\"}}}}",
                // client: PolicyGuard judges resourceSubscriptions, the server reads ResourceSubscriptions
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":"
                        + "{\"ResourceSubscriptions\":[\"file:///secret/x\"]}}}"
            })
    void a_nested_member_that_imitates_a_judged_one_is_refused(String text) {
        var reader = new MessageReader(JsonLimits.DEFAULT);
        assertThatThrownBy(() -> reader.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonRefused.class);
    }
}
