package dev.lockkeeper.guard.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ActionReader;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Situation;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.policy.Surroundings;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.Checkout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the policy of {@code testdata/argument} says of what a client sends beside the arguments of tools. */
class MessagesTest {

    private static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());

    private static final byte[] PUBLIC = {93, (byte) 184, (byte) 216, 34};

    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);

    @TestFactory
    Stream<DynamicTest> every_message_of_the_table() throws Exception {
        byte[] text = Files.readAllBytes(Checkout.testdata("argument/policy.yaml"));
        Policy policy = Policy.load(
                "policy.yaml", text, new Surroundings(host -> List.of(PUBLIC), server -> false, new byte[32]));
        Guard guard = policy.rulebook(List.of(), List.of()).guards().stream()
                .filter(one -> one.name().equals("arguments"))
                .findFirst()
                .orElseThrow();
        return CaseTable.read("said/requests.yaml", Set.of("server", "method", "kind", "params", "expect", "message"))
                .stream()
                .map(one -> dynamicTest(one.name(), () -> {
                    Verdict verdict = guard.judge(action(one), CONTEXT);
                    assertThat(
                                    verdict instanceof Verdict.Deny deny
                                            ? deny.reason().code()
                                            : "pass")
                            .as("%s", verdict)
                            .isEqualTo(one.text("expect"));
                    if (one.has("message")) {
                        assertThat(((Verdict.Deny) verdict).message()).contains(one.text("message"));
                    }
                }));
    }

    private static Action action(CaseTable.Case one) throws Exception {
        // Put together here, so that no text of the repository looks like a key.
        String token = "ghp_" + "kiIIXoqKNNMzDYNWQ10ldSRVtYxB0230q9mj";
        String json = one.text("params").replace("GHTOKEN", token);
        var params = (JsonObject) JSON.read(json.getBytes(StandardCharsets.UTF_8));
        String method = one.text("method");
        var reader = new ActionReader(one.text("server"));
        return switch (one.text("kind", "request")) {
            case "request" ->
                reader.request(
                        Request.of(RequestId.of(1), method, params),
                        situation(method.equals("subscriptions/listen")),
                        name -> Objects.requireNonNull(ToolDefinition.of(JsonObject.EMPTY
                                .with("name", name)
                                .with(
                                        "inputSchema",
                                        JsonObject.EMPTY
                                                .with("type", "object")
                                                .with("additionalProperties", JsonBoolean.FALSE)))));
            case "notification" -> reader.notice(Notification.of(method, params), situation(false));
            case "answer" ->
                reader.answer(
                        new UpstreamRequest(one.text("server"), method, JsonObject.EMPTY),
                        Success.of(RequestId.of(1), params),
                        situation(false));
            default -> throw new AssertionError(one.text("kind"));
        };
    }

    private static Situation situation(boolean modern) {
        return Situation.of(modern ? ProtocolVersion.V2026_07_28 : ProtocolVersion.V2025_11_25);
    }
}
