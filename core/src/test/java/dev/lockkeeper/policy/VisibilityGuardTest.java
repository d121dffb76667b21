package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisibilityGuardTest {

    private VisibilityGuard guard = new VisibilityGuard(policyOrThrow());

    @BeforeEach
    void load() {
        guard = new VisibilityGuard(policyOrThrow());
    }

    @Test
    void tools_that_could_be_allowed_or_asked_for_are_shown() {
        assertThat(shown(
                        "files",
                        Listing.Kind.TOOLS,
                        "os:someone",
                        "read_a",
                        "read_secret",
                        "write_file",
                        "move_file",
                        "x"))
                .containsExactly("read_a", "write_file", "move_file");
    }

    @Test
    void a_conditional_deny_hides_nothing() {
        assertThat(shown("files", Listing.Kind.TOOLS, "os:someone", "read_if")).containsExactly("read_if");
    }

    @Test
    void rules_of_other_callers_show_nothing() {
        assertThat(shown("private", Listing.Kind.TOOLS, "os:someone", "a", "b")).isEmpty();
        assertThat(shown("private", Listing.Kind.TOOLS, "token:olga", "a", "shutdown"))
                .containsExactly("a");
        assertThat(shown("files", Listing.Kind.TOOLS, "token:mallory", "read_a"))
                .isEmpty();
    }

    @Test
    void resources_templates_and_prompts_are_filtered_alike() {
        assertThat(shown(
                        "docs",
                        Listing.Kind.RESOURCES,
                        "os:someone",
                        "file:///docs/a",
                        "file:///docs/secret/a",
                        "file:///x",
                        "file:///docs/../x"))
                .containsExactly("file:///docs/a");
        assertThat(shown(
                        "docs",
                        Listing.Kind.TEMPLATES,
                        "os:someone",
                        "file:///docs/{+path}",
                        "file:///docs/secret/{name}",
                        "file:///{+path}",
                        "https://x/{y}"))
                .containsExactly("file:///docs/{+path}", "file:///{+path}");
        assertThat(shown("docs", Listing.Kind.PROMPTS, "os:someone", "help", "review_secret", "private"))
                .containsExactly("help");
    }

    @Test
    void entries_without_a_name_are_removed() {
        var result = JsonObject.EMPTY.with("tools", new JsonArray(List.of(JsonNumber.of(1), JsonObject.EMPTY)));
        assertThat(judge("files", Listing.Kind.TOOLS, "os:someone", result, Selection.EVERYTHING))
                .isInstanceOfSatisfying(ResultVerdict.Replace.class, replace -> {
                    assertThat(replace.reason()).isEqualTo(Reason.LIST_FILTERED);
                    assertThat(replace.note()).isEqualTo("2 of 2 entries removed");
                });
    }

    @Test
    void a_list_without_anything_to_remove_stays_as_it_is() {
        assertThat(judge(
                        "files",
                        Listing.Kind.TOOLS,
                        "os:someone",
                        list(Listing.Kind.TOOLS, "read_a"),
                        Selection.EVERYTHING))
                .isEqualTo(ResultVerdict.pass());
    }

    @Test
    void other_members_survive() {
        var result =
                list(Listing.Kind.TOOLS, "read_a", "x").with("nextCursor", "c").with("ttlMs", new JsonNumber("1.0"));
        assertThat(judge("files", Listing.Kind.TOOLS, "os:someone", result, Selection.EVERYTHING))
                .isInstanceOfSatisfying(
                        ResultVerdict.Replace.class,
                        replace -> assertThat(replace.result().text())
                                .isEqualTo("{\"tools\":[{\"name\":\"read_a\"}],\"nextCursor\":\"c\",\"ttlMs\":1.0}"));
    }

    @Test
    void what_differs_between_callers_is_not_cached_for_all() {
        var result = list(Listing.Kind.TOOLS, "read_a").with("cacheScope", "public");
        assertThat(judge("files", Listing.Kind.TOOLS, "os:someone", result, Selection.EVERYTHING))
                .isInstanceOfSatisfying(
                        ResultVerdict.Replace.class,
                        replace -> assertThat(replace.result().string("cacheScope"))
                                .isEqualTo("private"));
    }

    @Test
    void a_selection_narrows_the_list() {
        var only = new Selection(List.of(List.of(Glob.name("read_b"))));
        assertThat(names(
                        judge(
                                "files",
                                Listing.Kind.TOOLS,
                                "os:someone",
                                list(Listing.Kind.TOOLS, "read_a", "read_b"),
                                only),
                        "name"))
                .containsExactly("read_b");
    }

    @Test
    void in_shadow_mode_only_the_selection_counts() {
        var result = list(Listing.Kind.TOOLS, "read", "write");
        assertThat(judge("shadowed", Listing.Kind.TOOLS, "os:someone", result, Selection.EVERYTHING))
                .isEqualTo(ResultVerdict.pass());
        var only = new Selection(List.of(List.of(Glob.name("write"))));
        assertThat(names(judge("shadowed", Listing.Kind.TOOLS, "os:someone", result, only), "name"))
                .containsExactly("write");
    }

    @Test
    void a_server_that_the_policy_does_not_know_shows_nothing() {
        assertThat(shown("nowhere", Listing.Kind.TOOLS, "os:someone", "a")).isEmpty();
    }

    private List<String> shown(String server, Listing.Kind kind, String caller, String... names) {
        ResultVerdict verdict = judge(server, kind, caller, list(kind, names), Selection.EVERYTHING);
        return verdict instanceof ResultVerdict.Pass ? List.of(names) : names(verdict, member(kind));
    }

    private ResultVerdict judge(
            String server, Listing.Kind kind, String caller, JsonObject result, Selection selection) {
        var context = new Context(Calls.caller(caller, Set.of()), Client.UNKNOWN, Instant.EPOCH, selection, Set.of());
        return guard.judge(new Listing(server, kind, JsonObject.EMPTY), Success.of(RequestId.of(1), result), context);
    }

    private static List<String> names(ResultVerdict verdict, String member) {
        List<String> names = new ArrayList<>();
        JsonObject result = ((ResultVerdict.Replace) verdict).result();
        JsonArray entries = (JsonArray) result.members().values().iterator().next();
        for (Json entry : entries.items()) {
            names.add(String.valueOf(((JsonObject) entry).string(member)));
        }
        return names;
    }

    private static JsonObject list(Listing.Kind kind, String... names) {
        List<Json> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(JsonObject.EMPTY.with(member(kind), name));
        }
        return JsonObject.EMPTY.with(kind.member(), new JsonArray(entries));
    }

    private static String member(Listing.Kind kind) {
        return switch (kind) {
            case TOOLS, PROMPTS -> "name";
            case RESOURCES -> "uri";
            case TEMPLATES -> "uriTemplate";
        };
    }

    private static Policy policyOrThrow() {
        try {
            return PolicyCasesTest.policy();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
