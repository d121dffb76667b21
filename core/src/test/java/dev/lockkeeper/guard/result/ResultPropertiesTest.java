package dev.lockkeeper.guard.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResultPropertiesTest {

    // Written otherwise than the guard, and for the test alone, whose texts are short.
    private static final Pattern PATH = Pattern.compile(
            "(?<![\\w\\]/:.<\\\\-])(/[A-Za-z_][\\w.-]*/[\\w./-]+|[A-Za-z]:\\\\\\w+|~/\\w+|\\\\\\\\\\w+\\\\\\w+|file:///\\w+)");
    private static final Pattern FRAME = Pattern.compile(
            "(?m)^\\s*(at [\\w.$<>]+ ?\\([^()\\n]*:\\d+\\)|File \"[^\"]*\", line \\d+|#\\d+ /\\S+\\(\\d+\\))");

    @Property(tries = 3000)
    void cleaning_leaves_no_absolute_path_and_no_frame(@ForAll("errors") String error) {
        String left = cleaned(error);
        assertThat(PATH.matcher(left).find()).as("of %s left %s", error, left).isFalse();
        assertThat(FRAME.matcher(left).find()).as("of %s left %s", error, left).isFalse();
    }

    @Property(tries = 3000)
    void what_was_cleaned_is_cleaned(@ForAll("errors") String error) {
        String once = cleaned(error);
        assertThat(cleaned(once)).as("of %s", error).isEqualTo(once);
    }

    @Property(tries = 3000)
    void any_text_is_judged_by_every_guard_and_what_they_leave_has_no_image(@ForAll("marks") String text) {
        for (ResultGuard guard : ResultGuardsTest.GUARDS) {
            assertThat(Answer.judge(guard, Answer.text(text))).isNotNull();
        }
        String left = linkless(text);
        assertThat(Links.in(left))
                .as("of %s left %s", text, left)
                .noneMatch(link -> link.fetched() && Target.of(link.target()).isRemote());
        assertThat(linkless(left)).as("of %s", text).isEqualTo(left);
    }

    @Property(tries = 500)
    void only_what_is_changed_is_copied(@ForAll("words") String words) {
        JsonObject kept = JsonObject.EMPTY.with("words", words);
        JsonObject changed = JsonObject.EMPTY.with("text", "![x](https://evil.example/p)");
        JsonObject result =
                JsonObject.EMPTY.with("structuredContent", kept).with("list", new JsonArray(List.of(kept, changed)));
        var verdict = Answer.judge(
                LinkGuardTest.GUARD, dev.lockkeeper.mcp.Success.of(dev.lockkeeper.mcp.RequestId.of(1), result));
        JsonObject left = ((ResultVerdict.Replace) verdict).result();
        assertThat(left.get("structuredContent")).isSameAs(kept);
        assertThat(Objects.requireNonNull(left.array("list")).items().getFirst())
                .isSameAs(kept);
        assertThat(Objects.requireNonNull(left.array("list")).items().getLast())
                .isEqualTo(JsonObject.EMPTY.with("text", new JsonString("[image removed: evil.example]")));
    }

    private static String cleaned(String error) {
        return Objects.requireNonNull(
                Answer.passed(new ErrorTextGuard(), Answer.failure(error)).string("message"));
    }

    private static String linkless(String text) {
        JsonArray content = Objects.requireNonNull(
                Answer.passed(LinkGuardTest.GUARD, Answer.text(text)).array("content"));
        return Objects.requireNonNull(((JsonObject) content.items().getFirst()).string("text"));
    }

    @Provide
    Arbitrary<String> errors() {
        return texts(
                "Error: ",
                "no such file",
                " ",
                " ",
                "\n",
                "\n    at ",
                "at ",
                "(",
                ")",
                "'",
                "\"",
                "`",
                ":",
                ", ",
                "=",
                "[",
                "]",
                "[path]",
                "[details removed]",
                "/srv/app/x.js",
                "/home/bob/a b/c.txt",
                ":12:5",
                "C:\\Users\\bob",
                "\\\\srv\\share",
                "~/.ssh",
                "file:///etc/x",
                "run (/app/a.js:1:2)",
                "File \"/a.py\", line 3, in f",
                "Traceback (most recent call last):\n",
                "  x = 1\n",
                "#0 /a/b.php(12): f()",
                "10.0.0.1:80",
                "host ",
                "db.internal",
                "relation ",
                "SELECT a FROM b",
                "java.io.IOException: ",
                "goroutine 1 [running]:\n",
                "^",
                "https://ok.example/x ",
                "ENOTFOUND ",
                "version 1.2.3",
                "port 5432",
                "host=a user=b",
                "a.rs:3");
    }

    @Provide
    Arbitrary<String> marks() {
        return texts(
                "!",
                "[",
                "]",
                "(",
                ")",
                "![a]",
                "](",
                "[a]: ",
                "https://evil.example/p",
                "//evil.example",
                "<",
                ">",
                "<img ",
                "src=",
                "\"",
                "'",
                "<a href=",
                "url(",
                "\n",
                "\n\n",
                " ",
                "\\",
                "`",
                "a",
                "r",
                "[r]",
                "www.",
                "&#104;",
                "https:",
                "srcset=",
                ", ",
                "style=",
                "{",
                "}",
                "javascript:",
                "\u200b");
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().alpha().ofMaxLength(20);
    }

    private static Arbitrary<String> texts(String... pieces) {
        return Arbitraries.of(Arrays.asList(pieces)).list().ofMaxSize(14).map(list -> String.join("", list));
    }
}
