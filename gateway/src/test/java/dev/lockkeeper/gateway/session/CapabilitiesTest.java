package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.Setting.ALICE;
import static dev.lockkeeper.gateway.session.Setting.json;
import static dev.lockkeeper.gateway.session.Setting.said;
import static dev.lockkeeper.gateway.session.Setting.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.mcp.Request;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What client and server hear of each other's capabilities. */
class CapabilitiesTest {

    private final Setting setting =
            new Setting("{ allow: [read], client-requests: [sampling], extensions: [com.example/thing] }");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    2025-11-25 | {"tools":{},"vendor":{}} | {"tools":{}}
                    2025-11-25 | {"tasks":{"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}} | {"tasks":{"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}}
                    2025-11-25 | {"tasks":{"list":{},"requests":{"tools":{"call":{}},"resources":{"read":{}}}}} | {"tasks":{"list":{},"requests":{"tools":{"call":{}}}}}
                    2025-11-25 | {"tasks":{"list":{},"requests":{"resources":{"read":{}}}}} | {}
                    2025-11-25 | {"tasks":true} | {}
                    2025-06-18 | {"tasks":{"requests":{"tools":{"call":{}}}}} | {}
                    2025-11-25 | {"extensions":{"io.modelcontextprotocol/ui":{"a":1.10},"com.example/thing":{},"com.example/other":{}}} | {"extensions":{"io.modelcontextprotocol/ui":{"a":1.10},"com.example/thing":{}}}
                    2025-11-25 | {"extensions":{"com.example/other":{}}} | {}
                    2025-11-25 | {"experimental":{"com.example/thing":{},"other":{}}} | {"experimental":{"com.example/thing":{}}}
                    2025-11-25 | {"extensions":[],"experimental":{}} | {"experimental":{}}
                    """)
    void of_a_server(String version, String told, String heard) throws Exception {
        setting.server.version = version;
        setting.server.capabilities = json(told);
        setting.session(ALICE);
        assertThat(said(Objects.requireNonNull(setting.introduction))).contains("\"capabilities\":" + heard + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    {"tools":{},"extensions":{"io.modelcontextprotocol/tasks":{},"com.example/other":{}}} | {"tools":{},"extensions":{"io.modelcontextprotocol/tasks":{}}}
                    {"tasks":{"requests":{"tools":{"call":{}}}}} | {}
                    """)
    void of_a_modern_server(String told, String heard) throws Exception {
        setting.server.others =
                request -> success(request, "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":" + told + "}");
        assertThat(said(setting.askModern(setting.stateless(ALICE), "server/discover", "")))
                .contains("\"capabilities\":" + heard + "}");
    }

    @ParameterizedTest
    @CsvSource({"2025-03-26, 2025-03-26", "2026-07-28, 2025-11-25", "2031-01-01, 2025-11-25", "1, 2025-11-25"})
    void a_version_that_initialize_cannot_agree_on_reaches_the_server_as_the_newest_that_it_can(
            String wanted, String heard) throws Exception {
        setting.session(ALICE, wanted, "{}");
        Request initialize = (Request) setting.server.reached.getFirst();
        assertThat(initialize.params().string("protocolVersion")).isEqualTo(heard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2099-01-01", "2026-07-28", "1"})
    void a_server_that_answers_with_a_version_nobody_knows_is_not_believed(String version) throws Exception {
        setting.server.version = version;
        Conversation session = setting.session(ALICE);
        assertThat(said(Objects.requireNonNull(setting.introduction))).isEqualTo("upstream.protocol");
        assertThat(said(setting.ask(session, "tools/list", "{}"))).isEqualTo("session.state");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    2025-11-25 | {"sampling":{},"elicitation":{},"vendor":{}} | {"sampling":{}}
                    2025-11-25 | {"tasks":{"list":{},"requests":{"sampling":{"createMessage":{}},"elicitation":{"create":{}}}}} | {"tasks":{"list":{},"requests":{"sampling":{"createMessage":{}}}}}
                    2025-11-25 | {"tasks":{"list":{},"requests":{"elicitation":{"create":{}}}}} | {}
                    2025-11-25 | {"tasks":{"list":{},"requests":{"tools":{"call":{}}}}} | {}
                    2025-06-18 | {"tasks":{"requests":{"sampling":{"createMessage":{}}}}} | {}
                    2025-11-25 | {"extensions":{"io.modelcontextprotocol/ui":{},"com.example/other":{}}} | {"extensions":{"io.modelcontextprotocol/ui":{}}}
                    2025-11-25 | {"experimental":{"com.example/thing":{}}} | {"experimental":{"com.example/thing":{}}}
                    """)
    void of_a_client(String version, String told, String heard) throws Exception {
        setting.session(ALICE, version, told);
        Request initialize = (Request) setting.server.reached.getFirst();
        assertThat(initialize.params().object("capabilities")).isEqualTo(json(heard));
    }

    @Test
    void a_client_that_says_more_of_itself_than_can_be_kept_is_refused() throws Exception {
        String large = "x".repeat(33_000);
        setting.session(ALICE, "2025-11-25", "{\"experimental\":{\"com.example/thing\":\"" + large + "\"}}");
        assertThat(said(Objects.requireNonNull(setting.introduction))).isEqualTo("json.bound");
        assertThat(setting.server.reached).isEmpty();
        // What the server does not hear is not kept either.
        setting.session(ALICE, "2025-11-25", "{\"vendor\":\"" + large + "\"}");
        assertThat(setting.server.methodsReached()).containsExactly("initialize");
    }
}
