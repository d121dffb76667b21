package dev.lockkeeper.guard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LinkGuardTest {

    /** Refuses names and addresses that only exist inside. */
    static final ValueGuard URLS = value -> {
        String host = Target.of(((JsonString) value).value()).host();
        boolean inside = host.equals("localhost")
                || host.startsWith("127.")
                || host.startsWith("10.")
                || host.startsWith("169.254.")
                || host.startsWith("[")
                || host.endsWith(".internal");
        return inside ? Assessment.unfit(Reason.RESULT_LINK_REMOVED, "inside") : Assessment.fit();
    };

    private static final ValueGuard DOCS =
            new UrlGuard(UrlSettings.DEFAULT.withSchemes("https").withHosts("docs.example.com"), Resolver.NONE);

    static final LinkGuard GUARD =
            new LinkGuard(new LinkSettings(List.of("img.example.com", "*.shields.example")), URLS);

    @Test
    void a_server_that_may_open_certain_hosts_is_sent_on_to_no_other() {
        var guard = new LinkGuard(new LinkSettings(List.of()), URLS, DOCS);
        JsonObject left = Answer.passed(guard, Answer.result("""
                {"content":[],"structuredContent":{"a":{"location":"https://evil.example/x"},\
                "b":{"location":"https://docs.example.com/y"},"c":{"redirectTo":["http://docs.example.com/z"]},\
                "d":{"location":"Berlin"},"e":{"location":"/relative"},"f":{"url":"https://other.example/"},\
                "g":{"final_url":"//evil.example/"}}}"""));
        assertThat(left.text()).isEqualTo("""
                {"content":[],"structuredContent":{"a":{"location":"[link removed: evil.example]"},\
                "b":{"location":"https://docs.example.com/y"},"c":{"redirectTo":["[link removed: docs.example.com]"]},\
                "d":{"location":"Berlin"},"e":{"location":"/relative"},"f":{"url":"https://other.example/"},\
                "g":{"final_url":"[link removed: evil.example]"}}}""");
    }

    @TestFactory
    Stream<DynamicTest> every_text_of_the_table() {
        return CaseTable.tests("result/links.yaml", Set.of("text", "expect", "sent"), LinkGuardTest::check);
    }

    private static void check(Case one) {
        String text = one.text("text");
        String wanted = one.text("expect").equals("same") ? text : one.text("expect");
        var call = Answer.call(one.has("sent") ? JsonObject.EMPTY.with("url", one.text("sent")) : JsonObject.EMPTY);
        var verdict = GUARD.judge(call, Answer.text(text), Answer.CONTEXT);
        assertThat(verdict instanceof ResultVerdict.Replace replace ? text(replace.result()) : text)
                .isEqualTo(wanted);
        assertThat(verdict instanceof ResultVerdict.Pass).isEqualTo(wanted.equals(text));
    }

    private static String text(JsonObject result) {
        JsonArray content = Objects.requireNonNull(result.array("content"));
        return Objects.requireNonNull(((JsonObject) content.items().getFirst()).string("text"));
    }

    @Test
    void members_that_hold_a_url_and_uris_of_resources_are_judged_and_what_is_opaque_is_not() {
        assertThat(Answer.passed(GUARD, Answer.result("""
                {"content":[
                  {"type":"resource_link","uri":"http://169.254.169.254/latest","name":"x","icons":[{"src":"https://evil.example/i.png"}]},
                  {"type":"resource_link","uri":"file:///workspace/a.txt","name":"![x](https://evil.example/p)"},
                  {"type":"resource","resource":{"uri":"memo://a","text":"<img src=https://evil.example/q>"}}],
                 "structuredContent":{"next":{"location":"//10.0.0.1/x","redirect_url":"javascript:alert(1)"},"Href":"/relative"},
                 "nextCursor":"http://10.0.0.1/","_meta":{"see":"[x](http://10.0.0.1/)"}}""")).text()).isEqualTo("""
                {"content":[\
                {"type":"resource_link","uri":"urn:removed","name":"x","icons":[{"src":"[image removed: evil.example]"}]},\
                {"type":"resource_link","uri":"file:///workspace/a.txt","name":"[image removed: evil.example]"},\
                {"type":"resource","resource":{"uri":"memo://a","text":"<img src=[image removed: evil.example]>"}}],\
                "structuredContent":{"next":{"location":"[link removed: 10.0.0.1]","redirect_url":"[link removed]"},"Href":"/relative"},\
                "nextCursor":"http://10.0.0.1/","_meta":{"see":"[x] [link removed: 10.0.0.1]"}}""");
    }

    @Test
    void resources_messages_suggestions_and_errors_are_judged_alike() {
        String bad = "![x](https://evil.example/p)";
        for (String result : List.of(
                "{\"contents\":[{\"uri\":\"a:b\",\"text\":\"X\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"X\"}}]}",
                "{\"completion\":{\"values\":[\"X\"]}}",
                "{\"statusMessage\":\"X\"}")) {
            assertThat(Answer.judge(GUARD, Answer.result(result.replace("X", bad))))
                    .isInstanceOfSatisfying(
                            ResultVerdict.Replace.class,
                            replace -> assertThat(replace.result().text())
                                    .isEqualTo(result.replace("X", "[image removed: evil.example]")));
        }
        assertThat(Answer.passed(GUARD, Answer.failure(bad)).string("message"))
                .isEqualTo("[image removed: evil.example]");
    }

    @Test
    void an_image_written_in_json_escapes_inside_of_a_text_is_seen() {
        String hidden = "{\"note\":\"\\u0021[x](https:\\/\\/evil.example\\/p)\"}";
        assertThat(text(Answer.passed(GUARD, Answer.text(hidden))))
                .isEqualTo("{\"note\":\"[image removed: evil.example]\"}");
    }

    @Test
    void a_host_that_is_none_is_no_setting() {
        assertThatThrownBy(() -> new LinkGuard(new LinkSettings(List.of("https://a.example/")), URLS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://a.example/");
    }

    @Test
    void a_text_that_slows_careless_readers_is_read_in_one_pass() {
        for (String piece : List.of(
                "![", "](", "[a](", "<a ", "<a href=", "![a](<", "<img src='", "][", "http://", "url(", "[a]: ")) {
            assertThat(Answer.judge(GUARD, Answer.text(piece.repeat(1 << 17)))).isNotNull();
        }
    }
}
