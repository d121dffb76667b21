package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.Setting.ALICE;
import static dev.lockkeeper.gateway.session.Setting.json;
import static dev.lockkeeper.gateway.session.Setting.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.mcp.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that send a person to web pages (MCP 2025-11-25, "URL Mode Elicitation"). */
class VisitTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''          | https://example.com/ | upstream.request-denied
                    elicitation | http://evil/         | upstream.request-denied
                    elicitation | https://example.com/ | released
                    """)
    void a_person_is_sent_only_where_the_policy_lets_the_server_ask(String asks, String url, String wanted)
            throws Exception {
        var setting = new Setting("{ allow: [read], client-requests: [" + asks + "] }");
        String error =
                "{\"code\":-32042,\"message\":\"Sign in\",\"data\":{\"elicitations\":[{\"mode\":\"url\",\"url\":\""
                        + url + "\",\"elicitationId\":\"1\",\"message\":\"Sign in\"}]}}";
        setting.server.calls = request -> Failure.of(request.id(), json(error));
        Reply reply = setting.ask(
                setting.session(ALICE, "2025-11-25", "{\"elicitation\":{\"url\":{}}}"),
                "tools/call",
                "{\"name\":\"read\",\"arguments\":{}}");
        if (wanted.equals("released")) {
            assertThat(said(reply)).endsWith("\"error\":" + error + "}");
        } else {
            assertThat(said(reply)).isEqualTo(wanted);
        }
    }
}
