package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A call that is refused makes nobody hear of it, and one that is permitted asks for a bounded number of names. */
class LookupsTest {

    private static final String POLICY = """
            version: 1
            servers:
              web:
                guards:
                  url: { hosts: ["*"] }
                  host: { hosts: ["*"] }
                  shell: { commands: { get: { operands: [{ type: url, most: 100 }], options: { --from: url } } } }
                arguments:
                  - tools: fetch
                    types: { "/urls/*": url, "/hosts/*": host, "/lines/*": shell, /words: argv, /note: text }
                allow: [{ tools: fetch, callers: [alice] }]
            """;
    private static final JsonObject TEXTS =
            JsonObject.EMPTY.with("type", "array").with("items", JsonObject.EMPTY.with("type", "string"));
    private static final ToolDefinition FETCH = Objects.requireNonNull(ToolDefinition.of(JsonObject.EMPTY
            .with("name", "fetch")
            .with(
                    "inputSchema",
                    JsonObject.EMPTY
                            .with("type", "object")
                            .with(
                                    "properties",
                                    JsonObject.EMPTY
                                            .with("note", JsonObject.EMPTY.with("type", "string"))
                                            .with("urls", TEXTS)
                                            .with("hosts", TEXTS)
                                            .with("lines", TEXTS)
                                            .with("words", TEXTS)))));

    private final List<String> asked = new ArrayList<>();

    private Decision decide(String caller, JsonObject arguments) throws Exception {
        Resolver resolver = host -> {
            asked.add(host);
            return List.of(new byte[] {93, (byte) 184, (byte) 216, 34});
        };
        Policy policy = Policy.load(
                "policy.yaml",
                POLICY.getBytes(StandardCharsets.UTF_8),
                new Surroundings(resolver, server -> false, new byte[32]));
        var decider = new Decider(
                policy.rulebook(List.of(), List.of()), new MemoryJournal(), () -> 0, (decision, reference) -> {});
        var call = new ToolCall(
                "web", FETCH, arguments, JsonObject.EMPTY.with("name", "fetch").with("arguments", arguments));
        return decider.explain(call, context(caller));
    }

    static Context context(String caller) {
        return new Context(
                new Caller(caller, "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
    }

    private static JsonObject urls(String... urls) {
        return JsonObject.EMPTY.with("urls", JsonArray.ofStrings(List.of(urls)));
    }

    @Test
    void a_permitted_call_is_looked_up_and_its_addresses_are_part_of_the_decision() throws Exception {
        Decision decision = decide("alice", urls("https://a.test-site.org/"));
        assertThat(decision.granted()).as(decision.message()).isTrue();
        assertThat(asked).containsExactly("a.test-site.org");
        assertThat(decision.toJson().text()).contains("93.184.216.34");
    }

    @Test
    void a_caller_whom_nothing_permits_causes_no_look_up() throws Exception {
        assertThat(decide("eve", urls("https://stolen.evil-site.org/")).reason())
                .isEqualTo(Reason.POLICY_DEFAULT_DENY);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_url_beside_a_secret_is_not_looked_up() throws Exception {
        JsonObject arguments = urls("https://evil-site.org/")
                .with(
                        "note",
                        "-----BEGIN PRIVATE" + " KEY-----\n"
                                + "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE"
                                + " KEY-----");
        assertThat(decide("alice", arguments).reason()).isEqualTo(Reason.SECRET_FOUND);
        assertThat(asked).isEmpty();
    }

    @Test
    void one_call_names_a_bounded_number_of_hosts() throws Exception {
        String[] many = Collections.nCopies(65, "https://a.test-site.org/").toArray(String[]::new);
        assertThat(decide("alice", urls(many)).reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
        assertThat(asked).hasSize(64);
    }

    private static final String URL = "https://a.test-site.org/";

    private static JsonArray times(int count, String text) {
        return JsonArray.ofStrings(Collections.nCopies(count, text));
    }

    private void assertBounded(JsonObject fits, JsonObject more) throws Exception {
        Decision decision = decide("alice", fits);
        assertThat(decision.granted()).as(decision.message()).isTrue();
        assertThat(asked).hasSize(64);
        asked.clear();
        assertThat(decide("alice", more).reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
        assertThat(asked).hasSize(64);
    }

    @Test
    void the_addresses_of_one_command_count() throws Exception {
        String fits = "get --from " + URL + (" " + URL).repeat(63);
        assertBounded(
                JsonObject.EMPTY.with("lines", JsonArray.ofStrings(List.of(fits))),
                JsonObject.EMPTY.with("lines", JsonArray.ofStrings(List.of(fits + " " + URL))));
    }

    @Test
    void the_addresses_of_all_commands_urls_and_hosts_of_a_call_count_together() throws Exception {
        JsonObject fits = JsonObject.EMPTY
                .with("urls", times(10, URL))
                .with("hosts", times(10, "a.test-site.org"))
                .with("lines", times(20, "get " + URL + " " + URL));
        assertBounded(
                fits.with("words", JsonArray.ofStrings(List.of("get", URL, URL, URL, URL))),
                fits.with("words", JsonArray.ofStrings(List.of("get", URL, URL, URL, URL, URL))));
    }
}
