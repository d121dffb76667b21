package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.ALICE;
import static dev.lockkeeper.gateway.session.BridgeSetting.MALLORY;
import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.modern;
import static dev.lockkeeper.gateway.session.BridgeSetting.refused;
import static dev.lockkeeper.gateway.session.BridgeSetting.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be done with the {@code requestState} that a modern server gave to a modern client. */
class StateSealTest {

    private static final String STATE = "server's own.état";
    private static final JsonObject CALL = Peer.json("{\"name\":\"pay\",\"arguments\":{\"n\":1.50}}");

    private final Peer peer = new Peer((line, request) -> switch (request.method()) {
        case "tools/list" -> "{\"tools\":[{\"name\":\"pay\",\"inputSchema\":{\"type\":\"object\"}}]}";
        default ->
            request.params().get("requestState") == null
                    ? "{\"resultType\":\"input_required\",\"n\":1.50,\"requestState\":" + new JsonString(STATE).text()
                            + "}"
                    : "{\"resultType\":\"complete\",\"content\":[]}";
    });
    private final BridgeSetting setting = setting();

    private BridgeSetting setting() {
        peer.era = Optional.of(Era.MODERN);
        return new BridgeSetting(peer);
    }

    private Reply call(Caller caller, String server, JsonObject params) throws ConversationRefused {
        return handle(setting.sessions.stateless(caller, server), modern(1, "tools/call", params.text()));
    }

    private long calls() {
        return peer.lines.stream()
                .flatMap(line -> line.methods().stream())
                .filter("tools/call"::equals)
                .count();
    }

    @Test
    void who_was_given_a_state_hands_it_back_and_the_server_gets_its_own() throws Exception {
        JsonObject asked = result(call(ALICE, "files", CALL));
        assertThat(asked.get("n")).isEqualTo(Peer.json("{\"n\":1.50}").get("n"));
        JsonObject retry = CALL.with("requestState", String.valueOf(asked.string("requestState")));
        assertThat(result(call(ALICE, "files", retry)).array("content")).isNotNull();
        Request last = peer.lines.getFirst().last("tools/call");
        assertThat(last.params().string("requestState")).isEqualTo(STATE);
        assertThat(last.wire().toString()).contains("\"n\":1.50", new JsonString(STATE).text());
    }

    @Test
    void a_state_is_of_no_use_to_another_caller_or_at_another_server_or_after_a_change() throws Exception {
        String state = String.valueOf(result(call(ALICE, "files", CALL)).string("requestState"));
        result(call(MALLORY, "files", CALL));
        result(call(ALICE, "mail", CALL));
        long before = calls();
        JsonObject stolen = CALL.with("requestState", state);
        assertThat(refused(call(MALLORY, "files", stolen))).isEqualTo(Reason.REQUEST_STATE);
        assertThat(refused(call(ALICE, "mail", stolen))).isEqualTo(Reason.REQUEST_STATE);
        for (String other :
                List.of("", ".", STATE, "." + STATE, state + "x", "x" + state, state.replace("own", "Own"))) {
            assertThat(refused(call(ALICE, "files", CALL.with("requestState", other))))
                    .isEqualTo(Reason.REQUEST_STATE);
        }
        assertThat(refused(call(ALICE, "files", CALL.with("requestState", JsonNumber.of(1)))))
                .isEqualTo(Reason.REQUEST_STATE);
        assertThat(calls()).isEqualTo(before);
    }
}
